import { ProblemDocument } from '@reset/shared/contracts/problem-document';
import type { z } from 'zod';

/** A refusal of the API. Callers tell refusals apart by `code`; the words are for people. */
export class ApiError extends Error {
  constructor(readonly problem: ProblemDocument) {
    super(problem.detail ?? problem.title);
  }
  get code(): string {
    return this.problem.code;
  }
}

/** The API could not be reached, or what answered is not the API. */
export class ConnectionError extends Error {}

/** Fires `signed-out` when an answer says that the session is over. */
export const sessionEvents = new EventTarget();

/** @throws ApiError what the API refuses, by its problem document; ConnectionError where something else answered */
export function parseReply<Schema extends z.ZodType>(
  schema: Schema,
  reply: { ok: boolean; status: number; text: string },
): z.infer<Schema> {
  if (!reply.ok) throw refusal(reply);
  return schema.parse(parseJson(reply.text));
}

function refusal({ status, text }: { status: number; text: string }): Error {
  const document = ProblemDocument.safeParse(parseJson(text));
  if (!document.success) return new ConnectionError(`The server answered with status ${status}. Try again.`);
  if (document.data.code === 'not-signed-in') sessionEvents.dispatchEvent(new Event('signed-out'));
  return new ApiError(document.data);
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch (cause) {
    throw new ConnectionError('Something other than the application answered. Try again.', { cause });
  }
}

/** What a person is told about an error. */
export function wordsFor(error: unknown): string {
  if (error instanceof ApiError || error instanceof ConnectionError) return error.message;
  return 'The page did not understand the answer of the server. Reload the page; if it stays so, tell support.';
}

export const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';
