import type { Response } from 'express';

/** For every answer of the content's host. */
export function setCommonHeaders(response: Response): void {
  response.set({
    'X-Content-Type-Options': 'nosniff',
    // The address holds the launch token: no other site may learn it from a link.
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Cache-Control': 'no-store',
  });
}

/** The player runs its own script alone, in a frame of the application that launched it. */
export function setPlayerPolicy(response: Response, application: string): void {
  response.set(
    'Content-Security-Policy',
    policyOf({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self'",
      'connect-src': "'self'",
      'frame-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': application,
    }),
  );
}

/** Content was written by others and runs its inline scripts, but it loads from and talks to this host alone. */
export function setContentPolicy(response: Response, application: string): void {
  response.set(
    'Content-Security-Policy',
    policyOf({
      'default-src': "'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
      'connect-src': "'self'",
      'frame-src': "'self' blob: data:",
      'worker-src': "'self' blob:",
      'object-src': "'self'",
      'base-uri': "'self'",
      'form-action': "'self'",
      'frame-ancestors': `'self' ${application}`,
    }),
  );
}

const policyOf = (directives: Record<string, string>): string =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
