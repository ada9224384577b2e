import { checkInput } from './check-input';
import { makeInput } from './make-input';

test('two thousand mutated files are read or refused, and every reading of them agrees', () => {
  const verdicts = { read: 0, refused: 0 };
  for (let index = 0; index < 2_000; index += 1) verdicts[checkInput(makeInput(1, index))] += 1;
  // Neither kind may be so rare that nothing is tested.
  expect(Math.min(verdicts.read, verdicts.refused)).toBeGreaterThan(400);
});

test('an input is told by its seed and its number alone', () => {
  expect(makeInput(7, 123)).toEqual(makeInput(7, 123));
  expect(makeInput(7, 123)).not.toEqual(makeInput(8, 123));
});
