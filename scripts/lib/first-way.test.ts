import { firstWay } from './first-way.mjs';
import { ScriptError } from './script-error.mjs';

const closed = (name: string, why: string) => ({ name, get: () => Promise.reject(new ScriptError(why)) });
const open = (name: string) => ({ name, get: () => Promise.resolve(name) });

test('the first way that is open is taken, and later ones are not tried', async () => {
  const later = jest.fn();
  const ways = [closed('configured', 'no URL'), open('installed'), { name: 'packages', get: later }];
  expect(await firstWay(ways)).toBe('installed');
  expect(later).not.toHaveBeenCalled();
});

test('when none is open, each says why', async () => {
  const ways = [closed('installed programs', 'none found'), closed('Docker Compose', 'there is no docker')];
  await expect(firstWay(ways)).rejects.toThrow(
    '  - installed programs: none found\n  - Docker Compose: there is no docker',
  );
});

test('Ctrl-C, or a mistake of ours, does not lead to the next way', async () => {
  const later = jest.fn();
  const interrupted = { name: 'installed', get: () => Promise.reject(new Error('interrupted')) };
  await expect(firstWay([interrupted, { name: 'packages', get: later }])).rejects.toThrow('interrupted');
  expect(later).not.toHaveBeenCalled();
});
