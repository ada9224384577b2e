import { firstWay } from './first-way.mjs';
import { NotHere, ScriptError } from './script-error.mjs';

const closed = (name: string, why: string) => ({ name, get: () => Promise.reject(new NotHere(why)) });
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

test('a way that is here but fails is told of, and the next one is taken', async () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const broken = { name: 'installed', get: () => Promise.reject(new ScriptError('no room on the disk')) };
  expect(await firstWay([broken, closed('Docker Compose', 'there is no docker'), open('packages')])).toBe(
    'packages',
  );
  expect(write.mock.calls).toEqual([['installed: no room on the disk\n']]);
});

test('Ctrl-C, or a mistake of ours, does not lead to the next way', async () => {
  const later = jest.fn();
  const interrupted = { name: 'installed', get: () => Promise.reject(new Error('interrupted')) };
  await expect(firstWay([interrupted, { name: 'packages', get: later }])).rejects.toThrow('interrupted');
  expect(later).not.toHaveBeenCalled();
});
