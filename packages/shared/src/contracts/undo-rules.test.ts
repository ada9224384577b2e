import { BULK_RESET_STATUSES } from './bulk-reset-status';
import { type UndoSubject, undoneUntil, whyNoUndo } from './undo-rules';

const FINISHED = new Date('2026-03-01T10:00:00.000Z');
const SUBJECT: UndoSubject = { status: 'completed', confirmed: true, finishedAt: FINISHED, reset: 3 };
const at = (now: Date, days = 30) => ({ now, days });

test('an undo is offered until the last millisecond of its days, and not in the next', () => {
  const end = undoneUntil(FINISHED, 30);
  expect(end.toISOString()).toBe('2026-03-31T10:00:00.000Z');
  expect(whyNoUndo(SUBJECT, at(FINISHED))).toBeUndefined();
  expect(whyNoUndo(SUBJECT, at(new Date(end.getTime() - 1)))).toBeUndefined();
  expect(whyNoUndo(SUBJECT, at(end))).toBe('too-late');
  expect(whyNoUndo(SUBJECT, at(end, 31))).toBeUndefined();
});

test('what is under way has to end first; what has reset nothing has nothing to undo', () => {
  const answers = BULK_RESET_STATUSES.map((status) => [
    status,
    whyNoUndo({ ...SUBJECT, status }, at(FINISHED)),
  ]);
  expect(Object.fromEntries(answers)).toEqual({
    uploaded: 'nothing-reset',
    inspecting: 'nothing-reset',
    validating: 'nothing-reset',
    settling: 'nothing-reset',
    'needs-fixes': 'nothing-reset',
    ready: 'nothing-reset',
    'awaiting-approval': 'nothing-reset',
    scheduled: 'nothing-reset',
    resetting: 'not-ended',
    pausing: 'not-ended',
    paused: 'not-ended',
    cancelling: 'not-ended',
    cancelled: undefined,
    failed: undefined,
    refused: 'nothing-reset',
    completed: undefined,
  });
});

test.each([{ confirmed: false }, { finishedAt: null }, { reset: 0 }])(
  'without %o there is nothing to undo',
  (without) => {
    expect(whyNoUndo({ ...SUBJECT, ...without }, at(FINISHED))).toBe('nothing-reset');
  },
);
