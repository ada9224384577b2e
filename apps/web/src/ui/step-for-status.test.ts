import { BULK_RESET_STATUSES } from '@reset/shared/contracts/bulk-reset-status';
import { STEPS, stepFor } from './step-for-status';

test('every status has its step', () => {
  const steps = Object.fromEntries(BULK_RESET_STATUSES.map((status) => [status, stepFor(status)]));

  expect(steps).toEqual({
    uploaded: 'validating',
    inspecting: 'validating',
    validating: 'validating',
    settling: 'validating',
    'needs-fixes': 'results',
    ready: 'results',
    'awaiting-approval': 'results',
    scheduled: 'results',
    resetting: 'resetting',
    pausing: 'resetting',
    paused: 'resetting',
    cancelling: 'resetting',
    refused: 'done',
    completed: 'done',
    cancelled: 'done',
    failed: 'done',
  });
});

test('before there is a bulk reset, the step is the upload', () => {
  expect(stepFor(undefined)).toBe('upload');
});

test('every step that a status leads to stands in the wizard once, in order', () => {
  expect(STEPS.map(({ step }) => step)).toEqual(['upload', 'validating', 'results', 'resetting', 'done']);
});
