import { Notice } from '../ui/notice';
import type { StopReason } from './stop-reason';

const WORDS: Record<StopReason, { title: string; text: string }> = {
  reset: {
    title: 'This course was reset by an administrator',
    text:
      'It was open here at that moment, so this window cannot save anything any more. What you had completed ' +
      'before stays in your record. Close this window and launch the course again: it starts from the beginning.',
  },
  'started-again': {
    title: 'This course was started again elsewhere',
    text: 'This window belongs to the attempt before and cannot save anything any more. Close it and go on in the other one.',
  },
  'open-elsewhere': {
    title: 'This course is open in another window',
    text:
      'Your progress was saved from there, so this window cannot save anything any more. Close it and go on in the ' +
      'other one, or launch the course again.',
  },
  expired: {
    title: 'This course has been open for too long',
    text: 'This window cannot save anything any more. Close it and launch the course again to go on.',
  },
};

/** Why nothing more is saved here, and what to do about it. */
export function StoppedNotice({ reason }: { reason: StopReason }) {
  const { title, text } = WORDS[reason];
  return (
    <div role="alert">
      <Notice kind="warning" title={title}>
        <p>{text}</p>
      </Notice>
    </div>
  );
}
