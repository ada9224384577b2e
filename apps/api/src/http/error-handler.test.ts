import { AppError } from '@reset/shared/errors/app-error';
import type { Logger } from '@reset/shared/log/logger';
import type { NextFunction, Request, Response } from 'express';
import { errorHandler } from './error-handler';

/** Answers to `error`, and what was logged. */
function answerTo(error: unknown, { headersSent = false } = {}) {
  const logged: unknown[] = [];
  const answer = { status: 0, headers: {} as Record<string, string>, body: '', destroyed: false };
  const response = {
    headersSent,
    set: (name: string, value: string) => void Object.assign(answer.headers, { [name]: value }),
    status(status: number) {
      answer.status = status;
      return response;
    },
    type(type: string) {
      answer.headers['Content-Type'] = type;
      return response;
    },
    end: (body: string) => void Object.assign(answer, { body }),
    destroy: () => void Object.assign(answer, { destroyed: true }),
  };
  const log = { error: (fields: unknown) => logged.push(fields) } as unknown as Logger;
  errorHandler(log)(error, {} as Request, response as unknown as Response, (() => undefined) as NextFunction);
  return { ...answer, body: answer.body ? JSON.parse(answer.body) : undefined, logged };
}

test('a refusal tells its code, its details, and in a sentence what to do', () => {
  const sentence = 'Row 7: the quote that opens here is never closed.';
  expect(answerTo(new AppError('file-refused', { reason: 'unclosed-quote', sentence, row: 7 }))).toEqual({
    status: 422,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
    body: {
      type: 'about:blank',
      title: 'The file cannot be read',
      status: 422,
      code: 'file-refused',
      detail: sentence,
      details: { reason: 'unclosed-quote', sentence, row: 7 },
    },
    destroyed: false,
    logged: [],
  });
});

test('a fault of ours is logged, and nothing of it is told', () => {
  const error = new Error("SELECT * FROM learner WHERE login_key = 'ann'");
  const { status, body, logged } = answerTo(error);
  expect(status).toBe(500);
  expect(body.code).toBe('internal-error');
  expect(JSON.stringify(body)).not.toContain('ann');
  expect(logged).toEqual([{ error }]);
});

test('a stored file that was altered is our fault too: its key stays with us', () => {
  const { status, body, logged } = answerTo(new AppError('upload-altered', { key: '1/bulk-resets/x' }));
  expect({ status, code: body.code, logged: logged.length }).toEqual({
    status: 500,
    code: 'upload-altered',
    logged: 1,
  });
  expect(JSON.stringify(body)).not.toContain('1/bulk-resets');
});

test.each(['ECONNREFUSED', 'EAI_AGAIN', 'PROTOCOL_CONNECTION_LOST', 'ER_LOCK_DEADLOCK'])(
  'while a service is away (%s) it is worth trying again',
  (code) => {
    const { status, headers, body } = answerTo(Object.assign(new Error('away'), { code }));
    expect({ status, code: body.code, retry: headers['Retry-After'] }).toEqual({
      status: 503,
      code: 'unavailable',
      retry: '10',
    });
  },
);

test('a connection that broke in the middle of a transaction is one to a service that is away, whatever its code', () => {
  const driverError = Object.assign(new Error('in closed state'), { fatal: true });
  expect(answerTo(Object.assign(new Error('query failed'), { driverError })).status).toBe(503);
});

test.each([
  [{ status: 400, type: 'entity.parse.failed' }, 400, 'The body is not valid JSON.'],
  [{ status: 413, type: 'entity.too.large' }, 400, 'The body is too large.'],
  [{ status: 400 }, 400, 'The request cannot be read.'],
])('what Express refuses (%j) is a bad request', (fields, status, message) => {
  const answer = answerTo(Object.assign(new Error('secret {"password":"x"}'), fields));
  expect(answer).toMatchObject({ status, body: { code: 'bad-request', detail: message }, logged: [] });
  expect(JSON.stringify(answer.body)).not.toContain('secret');
});

test('who is not signed in is told how, and who tries too often is told when', () => {
  expect(answerTo(new AppError('not-signed-in', {})).headers).toMatchObject({ 'WWW-Authenticate': 'Bearer' });
  expect(answerTo(new AppError('too-many-attempts', { retryAfterSeconds: 90 }))).toMatchObject({
    status: 429,
    headers: { 'Retry-After': '90' },
    body: { detail: 'Try again in 2 minutes.' },
  });
});

test('an error in mid-answer breaks the connection off', () => {
  expect(answerTo(new Error('half a download'), { headersSent: true })).toMatchObject({
    status: 0,
    destroyed: true,
    logged: [expect.anything()],
  });
});
