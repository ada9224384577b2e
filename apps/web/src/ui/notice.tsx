import type { ReactNode } from 'react';
import { wordsFor } from '../api-reply';

type NoticeProps = {
  kind: 'error' | 'warning' | 'success' | 'information';
  title?: string;
  children: ReactNode;
};
const SIGN = { error: '✕', warning: '!', success: '✓', information: 'i' } as const;

/** A box with a sign and words: the colour only repeats what they say. */
export function Notice({ kind, title, children }: NoticeProps) {
  return (
    <div className={`notice notice-${kind}`}>
      <span className="sign" aria-hidden="true">
        {SIGN[kind]}
      </span>
      <div>
        {title && <p className="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}

/** Says what went wrong, at once to a screen reader too. Shows nothing where nothing did. */
export function ErrorNotice({ error, title }: { error: unknown; title?: string }) {
  if (error === undefined) return null;
  return (
    <div role="alert">
      <Notice kind="error" {...(title === undefined ? {} : { title })}>
        <p>{wordsFor(error)}</p>
      </Notice>
    </div>
  );
}
