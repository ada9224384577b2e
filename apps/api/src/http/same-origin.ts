import { AppError } from '@reset/shared/errors/app-error';
import type { Request } from 'express';

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Where a request comes from, by what only a browser writes: `Sec-Fetch-Site`, or `Origin` where the page was not
 * loaded over HTTPS. A program that is no browser may say neither.
 */
function originOf(request: Request): 'same' | 'other' | 'unknown' {
  const site = request.get('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin' ? 'same' : 'other';
  const origin = request.get('Origin');
  if (origin === undefined) return 'unknown';
  return URL.canParse(origin) && new URL(origin).host === request.host ? 'same' : 'other';
}

/**
 * Refuses what another site has sent with the cookie of a person who is signed in here.
 * @throws AppError `cross-site` unless the request only reads, or says that it comes from our own pages
 */
export function refuseCrossSite(request: Request): void {
  if (!READS.has(request.method) && originOf(request) !== 'same') throw new AppError('cross-site', {});
}

/** As `refuseCrossSite`, for signing in: no cookie is at stake yet, so a program need not say where it comes from. */
export function refuseOtherSite(request: Request): void {
  if (originOf(request) === 'other') throw new AppError('cross-site', {});
}
