import type { BulkResetView } from '@reset/shared/contracts/bulk-reset';
import { useEffect, useRef, useState } from 'react';
import { uploadBulkReset } from '../../api-client';
import { isAbort } from '../../api-reply';
import type { SentBytes } from '../../send-file';

export type Upload =
  | { state: 'waiting' }
  | { state: 'sending'; bytes: SentBytes }
  | { state: 'refused'; error: unknown };

/**
 * Sends one file at a time. Leaving the page cancels what is still on its way.
 * @param corrects the bulk reset that the file is a corrected version of
 */
export function useUpload(corrects: string | undefined, onUploaded: (bulkReset: BulkResetView) => void) {
  const [upload, setUpload] = useState<Upload>(WAITING);
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  const start = async (file: File, encoding?: 'windows-1252') => {
    controller.current = new AbortController();
    const { signal } = controller.current;
    const onSent = (bytes: SentBytes) => setUpload({ state: 'sending', bytes });
    onSent({ sent: 0, total: file.size });
    try {
      onUploaded(await uploadBulkReset(file, { encoding, corrects, signal, onSent }));
    } catch (error) {
      setUpload(isAbort(error) ? WAITING : { state: 'refused', error });
    }
  };
  const cancel = () => controller.current?.abort();
  const forget = () => setUpload(WAITING);
  return { upload, start, cancel, forget };
}

const WAITING: Upload = { state: 'waiting' };
