import type { Request, RequestHandler } from 'express';
import helmet from 'helmet';
import type { ContentHost } from '../content-host/content-host';

/** Headers that let a browser load and run nothing but our own files, and frame nothing but content. */
export const securityHeaders = ({ placeOf }: Pick<ContentHost, 'placeOf'>): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        frameSrc: [(request) => placeOf(request as Request).content ?? "'none'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: { includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
    // With `no-referrer`, browsers send `Origin: null` from our own pages too.
    referrerPolicy: { policy: 'same-origin' },
  });
