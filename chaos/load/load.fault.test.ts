import { runLoad } from './run-load';

test('many clients, slow, aborted, tiny and huge uploads at once: every answer is right and nothing is left', async () => {
  const { findings, memory, slowUploadsLeft } = await runLoad(
    {
      seconds: 6,
      clients: 20,
      organizations: 2,
      slowUploads: 20,
      abortedUploads: 30,
      tinyFiles: 40,
      hugeBytes: 64 * 1024 ** 2,
      seed: 1,
    },
    () => undefined,
  );
  expect(findings.failures).toEqual([]);
  expect(slowUploadsLeft).toBe(20);
  expect(findings.countOf('resets and launches')).toBeGreaterThanOrEqual(5);
  expect(findings.countOf('status reads')).toBeGreaterThan(15);
  for (const { peak } of Object.values(memory)) expect(peak).toBeLessThan(512);
});
