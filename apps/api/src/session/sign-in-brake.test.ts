import { createSignInBrake } from './sign-in-brake';

const MINUTE = 60_000;
const tenTimes = (count: (login: string) => void, login: string) => {
  for (let attempt = 1; attempt <= 10; attempt += 1) count(login);
};

test('the eleventh attempt within 15 minutes is refused, with the time until the next', () => {
  let now = 0;
  const brake = createSignInBrake(() => now);
  tenTimes(brake.count, 'ann');
  now = 5 * MINUTE;
  expect(() => brake.count('ann')).toThrow(
    expect.objectContaining({ code: 'too-many-attempts', details: { retryAfterSeconds: 600 } }),
  );
  expect(() => brake.count('bob')).not.toThrow();
  now = 15 * MINUTE;
  expect(() => brake.count('ann')).not.toThrow();
});

test('the right password begins the count anew', () => {
  const brake = createSignInBrake(() => 0);
  tenTimes(brake.count, 'ann');
  brake.release('ann');
  expect(() => tenTimes(brake.count, 'ann')).not.toThrow();
  expect(() => brake.count('ann')).toThrow('too-many-attempts');
});
