import { ConnectionError } from './api-reply';

export type Reply = { ok: boolean; status: number; text: string };
export type SentBytes = { sent: number; total: number };

/**
 * Sends a file as the multipart field `file`. XMLHttpRequest, because fetch does not tell how much has been sent.
 * @throws DOMException `AbortError` when the signal fires; ConnectionError when the connection breaks
 */
export function sendFile(
  { method, url }: { method: 'POST' | 'PUT'; url: string },
  file: File,
  { signal, onSent }: { signal: AbortSignal; onSent: (bytes: SentBytes) => void },
): Promise<Reply> {
  const { promise, resolve, reject } = deferred<Reply>();
  const request = new XMLHttpRequest();
  const abort = () => request.abort();
  request.upload.onprogress = ({ loaded, total }) => onSent({ sent: loaded, total });
  request.onload = () =>
    resolve({
      ok: request.status >= 200 && request.status < 300,
      status: request.status,
      text: request.responseText,
    });
  request.onerror = () =>
    reject(
      new ConnectionError(
        'The connection broke before the whole file had arrived. Nothing was kept; try again.',
      ),
    );
  request.onabort = () => reject(new DOMException('The upload was cancelled', 'AbortError'));
  request.onloadend = () => signal.removeEventListener('abort', abort);
  signal.addEventListener('abort', abort);
  request.open(method, url);
  request.setRequestHeader('Accept', 'application/json');
  request.send(formWith(file));
  return promise;
}

function formWith(file: File): FormData {
  const form = new FormData();
  form.append('file', file, file.name);
  return form;
}

function deferred<Value>() {
  let resolve!: (value: Value) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<Value>((onValue, onReason) => {
    resolve = onValue;
    reject = onReason;
  });
  return { promise, resolve, reject };
}
