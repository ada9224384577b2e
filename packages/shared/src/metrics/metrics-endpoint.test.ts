import { createRegistry, mayReadMetrics } from './metrics-endpoint';

const TOKEN = 'a-token-of-enough-letters';

test.each([
  ['the token', TOKEN, `Bearer ${TOKEN}`, true],
  ['the token, in other letters of the scheme', TOKEN, `bearer ${TOKEN}`, true],
  ['another token', TOKEN, `Bearer ${TOKEN}x`, false],
  ['another scheme', TOKEN, `Basic ${TOKEN}`, false],
  ['nothing', TOKEN, undefined, false],
  ['something where no token is set', undefined, 'Bearer undefined', false],
])('whoever sends %s', (_, token, authorization, allowed) => {
  expect(mayReadMetrics({ token }, authorization)).toBe(allowed);
});

test('a process tells of its own memory', async () => {
  const text = await createRegistry().metrics();
  expect(Number(/^process_resident_memory_bytes (\d+)$/m.exec(text)?.[1])).toBeGreaterThan(1_000_000);
});
