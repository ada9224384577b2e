import { type ReactNode, type SyntheticEvent, useId, useLayoutEffect, useRef } from 'react';

type ModalProps = {
  title: string;
  /** Asked for with the Escape key. */
  onClose: () => void;
  /** While true, Escape does nothing: something is under way that the dialog still has to tell about. */
  busy?: boolean;
  children: ReactNode;
};

/** A modal dialog while it is mounted. The browser keeps the focus inside and gives it back afterwards. */
export function Modal({ title, onClose, busy = false, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // A layout effect ends before the element is gone: one that is only removed gives no focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const onCancel = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!busy) onClose();
  };
  return (
    <dialog ref={dialog} aria-labelledby={titleId} onCancel={onCancel}>
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  );
}
