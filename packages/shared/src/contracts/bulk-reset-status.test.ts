import { BULK_RESET_STATUSES, type BulkResetStatus, canBecome, FINAL_STATUSES } from './bulk-reset-status';

const movesFrom = (from: BulkResetStatus) => BULK_RESET_STATUSES.filter((to) => canBecome(from, to));

/** What can be reached without ever passing a status or a move that is left out. */
function reachable(from: BulkResetStatus, leftOut: (from: BulkResetStatus, to: BulkResetStatus) => boolean) {
  const found = new Set<BulkResetStatus>([from]);
  for (const status of found) for (const to of movesFrom(status)) if (!leftOut(status, to)) found.add(to);
  return found;
}

test('a reset begins by a confirmation, its approval or its time, and is taken up again after a stop', () => {
  const before = BULK_RESET_STATUSES.filter((from) => canBecome(from, 'resetting'));
  expect(before.sort()).toEqual(
    ['awaiting-approval', 'cancelled', 'failed', 'paused', 'pausing', 'ready', 'scheduled'].sort(),
  );
});

test('without a confirmation no sequence of moves pauses anything or completes', () => {
  // A retry of the reset asks for a stored confirmation in its own transaction.
  const needsConfirmation = (from: BulkResetStatus, to: BulkResetStatus) =>
    ['awaiting-approval', 'scheduled'].includes(to) ||
    (to === 'resetting' && ['ready', 'cancelled', 'failed'].includes(from));
  const found = reachable('uploaded', needsConfirmation);
  for (const status of ['resetting', 'pausing', 'paused', 'cancelling', 'completed'] as const)
    expect(found).not.toContain(status);
  expect(found).toContain('ready');
});

test('a file that was refused and a reset that is complete stay so', () => {
  expect(FINAL_STATUSES.filter((status) => movesFrom(status).length === 0).sort()).toEqual([
    'completed',
    'refused',
  ]);
});
