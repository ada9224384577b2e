import { type ReactNode, useEffect, useRef } from 'react';

type HeadingProps = { children: ReactNode; title?: string };

/** The heading of a page. It takes the focus when it appears, so that a screen reader says where one is. */
export function PageHeading({ children, title }: HeadingProps) {
  const heading = useFocusOnArrival();
  useEffect(() => {
    const name = title ?? heading.current?.textContent;
    document.title = name ? `${name} – Reset course progress` : 'Reset course progress';
  }, [title, heading]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

/** The heading of a step. A change of step mounts another one, and the focus moves to it. */
export function StepHeading({ children }: { children: ReactNode }) {
  const heading = useFocusOnArrival();
  return (
    <h2 ref={heading} tabIndex={-1}>
      {children}
    </h2>
  );
}

function useFocusOnArrival() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return heading;
}
