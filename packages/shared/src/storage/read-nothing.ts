import { Readable } from 'node:stream';

/** A stream of no bytes: an empty range of a file. It fails as `found` does where there is no such file. */
export function readNothing(found: () => Promise<unknown>): Readable {
  return new Readable({
    read() {
      found().then(
        () => this.push(null),
        (error) => this.destroy(error),
      );
    },
  });
}
