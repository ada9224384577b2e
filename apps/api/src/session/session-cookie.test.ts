import type { Request } from 'express';
import { passwordMark, readSession, startSession } from './session-cookie';

test('a session lasts twelve hours, whatever the browser does with the cookie', () => {
  const request = {} as Request;
  const before = Date.now();
  startSession(request, { login: 'ann', passwordHash: 'x' });
  const { until } = readSession(request) ?? { until: 0 };
  expect(until).toBeGreaterThanOrEqual(before + 12 * 3_600_000);
  expect(readSession(request, until - 1)).toMatchObject({ login: 'ann', passwordMark: passwordMark('x') });
  expect(readSession(request, until)).toBeUndefined();
});

test('what is no session of ours is none', () => {
  for (const session of [undefined, null, {}, { login: 'ann' }, { login: 1, until: 9e15, passwordMark: '' }])
    expect(readSession({ session } as Request)).toBeUndefined();
});
