import { useEffect, useState } from 'react';
import { ApiError } from '../api-reply';
import { lookAtNames, type NamesLook } from './look-at-names';
import { Notice } from './notice';

/** Enough to meet a name with an accent, and quick to read from a disk. */
const LOOK_BYTES = 1024 * 1024;

export const isAboutInvalidBytes = (error: unknown): boolean =>
  error instanceof ApiError &&
  error.code === 'file-refused' &&
  error.problem.details?.reason === 'invalid-bytes';

type Windows1252OfferProps = { file: File; onAccept: () => void };

/** Spreadsheets on Windows save plain CSV in Windows-1252. A person can see whether the names read right that way. */
export function Windows1252Offer({ file, onAccept }: Windows1252OfferProps) {
  const look = useLook(file);
  if (!look) return null;
  return (
    <Notice kind="information" title="Was the file saved by a spreadsheet on Windows?">
      {look.withAccents ? (
        <p>Then it is in Windows-1252, and these lines of your file read like this:</p>
      ) : (
        <p>
          Then it is in Windows-1252. The first part of your file has no accents to judge by; it begins like
          this:
        </p>
      )}
      <ul className="look">
        {look.lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change, and two may be equal
          <li key={index}>{line}</li>
        ))}
      </ul>
      <p>If the names are right, the file can be read so. If not, save it again as CSV UTF-8.</p>
      <div className="actions">
        <button type="button" onClick={onAccept}>
          The names are right: read it as Windows-1252
        </button>
      </div>
    </Notice>
  );
}

function useLook(file: File): NamesLook | undefined {
  const [look, setLook] = useState<NamesLook>();
  useEffect(() => {
    let wanted = true;
    file
      .slice(0, LOOK_BYTES)
      .arrayBuffer()
      .then((bytes) => wanted && setLook(lookAtNames(new Uint8Array(bytes))))
      // A file that has been moved or changed since cannot be read; the upload says so itself.
      .catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [file]);
  return look;
}
