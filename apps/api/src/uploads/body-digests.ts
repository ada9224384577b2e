import { createHash, type Hash } from 'node:crypto';
import { finished } from 'node:stream';
import { AppError } from '@reset/shared/errors/app-error';
import type { Request } from 'express';

const HEADERS = ['Content-Digest', 'Repr-Digest'];
/** The algorithms of RFC 9530 that are not broken, with the name that Node.js has for them. Others are not checked. */
const ALGORITHMS: Readonly<Record<string, string>> = { 'sha-256': 'sha256', 'sha-512': 'sha512' };

export type BodyDigests = {
  /** To be asked once the whole body has been read. @throws AppError `digest-mismatch` */
  check(): void;
  /** Reads what may stand behind the end of a form, too. @throws AppError `digest-mismatch` */
  checkWhenRead(): Promise<void>;
};

type Expected = { header: string; digest: string; hash: Hash };

/**
 * Digests the body as it arrives where the client says what it must come to (RFC 9530): the bytes as they were sent,
 * compressed or with the form around them. Must be called before anybody reads the body.
 * @throws AppError `bad-request` where a digest is none
 */
export function digestsOf(request: Request): BodyDigests {
  const expected = HEADERS.flatMap((header) => expectedIn(header, request.get(header)));
  if (expected.length > 0)
    request.on('data', (slice: Buffer) => {
      for (const { hash } of expected) hash.update(slice);
    });
  const check = () => {
    for (const { header, digest, hash } of expected)
      if (hash.digest('base64') !== digest) throw new AppError('digest-mismatch', { header });
  };
  return {
    check,
    checkWhenRead: async () => {
      if (expected.length === 0) return;
      await readToEnd(request);
      check();
    },
  };
}

/** A dictionary of byte sequences (RFC 9651): `sha-256=:…:, sha-512=:…:`. */
function expectedIn(header: string, value: string | undefined): Expected[] {
  return (value ?? '').split(',').flatMap((member) => {
    const [, name = '', digest] = /^\s*([a-z*][\w.*-]*)\s*=\s*:([\w+/=]*):\s*$/.exec(member) ?? [];
    const algorithm = ALGORITHMS[name.toLowerCase()];
    if (!algorithm) return isAlgorithm(member) ? [refuse(header)] : [];
    if (!digest) return [refuse(header)];
    return [{ header, digest, hash: createHash(algorithm) }];
  });
}

/** One of ours, in a form that cannot be read. */
const isAlgorithm = (member: string) =>
  Object.keys(ALGORITHMS).some((name) => member.trim().toLowerCase().startsWith(name));

function refuse(header: string): never {
  const message = 'Send it as sha-256=:…:, with the digest in base64 between the colons.';
  throw new AppError('bad-request', { faults: [{ path: header, message }] });
}

function readToEnd(request: Request): Promise<void> {
  request.resume();
  return new Promise((resolve, reject) =>
    finished(request, { writable: false }, (error) => {
      if (error) reject(new AppError('upload-aborted', {}, { cause: error }));
      else resolve();
    }),
  );
}
