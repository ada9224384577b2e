import type { Readable } from 'node:stream';
import type { StorageEngine } from 'multer';

export type UploadEngine<Stored> = {
  storage: StorageEngine;
  /** Rejects as soon as the file is refused; multer tells it only when the rest of the request has come. */
  refused: Promise<never>;
  /** What was stored, or why nothing was; nothing where the form held no file. */
  stored: () => Promise<Stored> | undefined;
};

/**
 * Takes the file of one multipart request as a stream, where multer's own engines write a temporary copy or hold it
 * in memory. What was stored of a form that is refused is for the caller to remove.
 */
export function uploadEngine<Stored>(receive: (body: Readable) => Promise<Stored>): UploadEngine<Stored> {
  let receiving: Promise<Stored> | undefined;
  let refuse: (error: unknown) => void;
  const refused = new Promise<never>((_, reject) => {
    refuse = reject;
  });
  const storage: StorageEngine = {
    _handleFile(_request, { stream }, done) {
      receiving = receive(stream);
      receiving.then(
        () => done(null, {}),
        (error) => {
          // Of a form that broke off multer knows better why, and says so at once.
          if (!stream.errored) refuse(error);
          done(error);
        },
      );
    },
    // multer does not wait for a file that is still being written when the client goes away; its caller does.
    _removeFile: (_request, _file, done) => done(null as never), // multer's type leaves out that no error is null
  };
  return { storage, refused, stored: () => receiving };
}
