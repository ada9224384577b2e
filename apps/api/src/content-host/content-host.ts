import type { Request } from 'express';

/** Where a launch came from and where its content lives, as origins. */
export type Place = { application: string; content: string | undefined };

/** Tells the host name that serves content apart from those that serve the application. */
export type ContentHost = {
  serves(request: Request): boolean;
  /** @param request one that came to the application */
  placeOf(request: Request): Place;
  /** Where the application is for somebody who has come to the content's host by mistake; unknown where it is set up. */
  applicationOf(request: Request): string | undefined;
};

/** Cookies know no ports, but names: on one machine this name is the content's, and the address is the application's. */
const LOOPBACK_CONTENT = 'localhost';
const LOOPBACK_APPLICATION = '127.0.0.1';
const LOOPBACKS: ReadonlySet<string> = new Set([LOOPBACK_APPLICATION, '[::1]', '::1']);

/** @param contentUrl the origin of content; without one, `localhost` is its host */
export function createContentHost(contentUrl?: string): ContentHost {
  const configured = contentUrl === undefined ? undefined : new URL(contentUrl);
  const name = configured?.hostname ?? LOOPBACK_CONTENT;
  const contentFor = ({ hostname, protocol, host }: Request) => {
    if (configured) return configured.origin;
    return LOOPBACKS.has(hostname) ? `${protocol}://${LOOPBACK_CONTENT}${portOf(host)}` : undefined;
  };
  return {
    serves: ({ hostname }) => hostname?.toLowerCase() === name,
    placeOf: (request) => ({
      application: `${request.protocol}://${request.host}`,
      content: contentFor(request),
    }),
    applicationOf: ({ protocol, host }) =>
      configured ? undefined : `${protocol}://${LOOPBACK_APPLICATION}${portOf(host)}`,
  };
}

const portOf = (host: string): string => /:\d+$/.exec(host)?.[0] ?? '';
