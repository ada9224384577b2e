import { randomOf, uuidOf, weighted } from './random';

const bitsOf = (...args: Parameters<typeof randomOf>) => {
  const random = randomOf(...args);
  return Array.from({ length: 4 }, () => random.bits());
};

test('the numbers of a thing are the same for ever, and different from those of any other', () => {
  const numbers = bitsOf(1, 'learner', 0);
  // Worked out apart, from the algorithm's description.
  expect(numbers).toEqual([268_331_381, 981_390_851, 218_991_173, 4_097_991_310]);
  const others = [bitsOf(2, 'learner', 0), bitsOf(1, 'course', 0), bitsOf(1, 'learner', 1)];
  for (const other of others) expect(other).not.toEqual(numbers);
});

test('numbers stay in their range and reach all of it', () => {
  const random = randomOf(7, 'cell', 7);
  const seen = new Set(Array.from({ length: 500 }, () => random.below(10)));
  expect([...seen].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('shares and weights are kept', () => {
  const random = randomOf(3, 'cell', 1);
  const choice = weighted([
    ['often', 9],
    ['seldom', 1],
  ]);
  const chosen = Array.from({ length: 10_000 }, () => choice(random));
  expect(chosen.filter((word) => word === 'seldom').length / 10_000).toBeCloseTo(0.1, 1);
  const happened = Array.from({ length: 10_000 }, () => random.happens(0.3));
  expect(happened.filter(Boolean).length / 10_000).toBeCloseTo(0.3, 1);
});

test('a UUID is one of version 4 (RFC 9562)', () => {
  const uuid = uuidOf(randomOf(1, 'learner', 5)).toString('hex');
  expect(uuid).toMatch(/^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
});
