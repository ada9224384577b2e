import { Transform, type TransformCallback } from 'node:stream';
import type { ErrorColumn } from '@reset/shared/csv/file-format';
import type { UploadInspection, UploadInspector } from '@reset/shared/csv/inspect-upload';
import { AppError } from '@reset/shared/errors/app-error';

/** So that the network is read on while the storage takes its time over a slice. */
const BUFFERED_BYTES = 1024 * 1024;

/**
 * A stream that lets bytes through while the inspector looks at them. It fails with what the inspector refuses, and
 * ends only after `check` and the inspector have found the whole file good.
 * @returns `inspection` may be asked for once the stream has ended
 */
export function inspectOnTheWay(
  inspector: UploadInspector<ErrorColumn>,
  { maxBytes, check }: { maxBytes: number; check?: (() => void) | undefined },
): { stream: Transform; inspection: () => UploadInspection<ErrorColumn> } {
  let bytes = 0;
  let found: UploadInspection<ErrorColumn> | undefined;
  const stream = new Transform({
    highWaterMark: BUFFERED_BYTES,
    transform: (slice: Buffer, _encoding, done) =>
      answer(done, () => {
        bytes += slice.length;
        if (bytes > maxBytes) throw new AppError('file-too-large', { limitBytes: maxBytes });
        inspector.push(slice);
        return slice;
      }),
    flush: (done) =>
      answer(done, () => {
        check?.();
        found = inspector.finish();
        return undefined;
      }),
  });
  const inspection = () => {
    if (!found) throw new Error('the stream has not ended');
    return found;
  };
  return { stream, inspection };
}

/** Gives a stream what `work` returns or throws: an exception in a stream's own callback would end the process. */
function answer(done: TransformCallback, work: () => Buffer | undefined): void {
  let result: Buffer | undefined;
  try {
    result = work();
  } catch (error) {
    done(error as Error);
    return;
  }
  done(null, result);
}
