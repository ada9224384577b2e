import { useEffect, useRef, useState } from 'react';
import { isAbort } from '../api-reply';
import type { SentBytes } from '../send-file';

export type Upload =
  | { state: 'waiting' }
  | { state: 'sending'; bytes: SentBytes }
  | { state: 'refused'; error: unknown };
export type UploadProgressOf = { signal: AbortSignal; onSent: (bytes: SentBytes) => void };

/** Sends one file at a time, as `send` does it. Leaving the page cancels what is still on its way. */
export function useUpload<Result, Options extends unknown[]>(
  send: (file: File, progress: UploadProgressOf, ...options: Options) => Promise<Result>,
  onUploaded: (result: Result) => void,
) {
  const [upload, setUpload] = useState<Upload>(WAITING);
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  const start = async (file: File, ...options: Options) => {
    controller.current = new AbortController();
    const { signal } = controller.current;
    const onSent = (bytes: SentBytes) => setUpload({ state: 'sending', bytes });
    onSent({ sent: 0, total: file.size });
    try {
      onUploaded(await send(file, { signal, onSent }, ...options));
    } catch (error) {
      setUpload(isAbort(error) ? WAITING : { state: 'refused', error });
    }
  };
  const cancel = () => controller.current?.abort();
  const forget = () => setUpload(WAITING);
  return { upload, start, cancel, forget };
}

export const refusalOf = (upload: Upload): unknown => (upload.state === 'refused' ? upload.error : undefined);

const WAITING: Upload = { state: 'waiting' };
