import { type DragEvent, useId, useState } from 'react';
import { formatBytes } from './format';
import { Notice } from './notice';

type DropZoneProps = {
  file: File | undefined;
  onChoose: (file: File | undefined) => void;
  /** As the `accept` of a file input. */
  accept: string;
  /** "Choose CSV file" */
  words: string;
  /** Said where several files are dropped: why there can be only one. */
  oneAtATime: string;
};

/** One file, chosen or dropped. */
export function DropZone({ file, onChoose, accept, words, oneAtATime }: DropZoneProps) {
  const id = useId();
  const { over, tooMany, handlers } = useDrop(onChoose);
  return (
    <>
      {/* Dropping is extra: the file input inside does the same by keyboard. */}
      <div className={over ? 'drop drop-over' : 'drop'} {...handlers}>
        <input
          id={id}
          type="file"
          className="for-screen-readers"
          accept={accept}
          onChange={({ target }) => onChoose(target.files?.[0])}
        />
        {file && (
          <p className="chosen" role="status">
            <b>{file.name}</b> <span className="quiet">{formatBytes(file.size)}</span>
          </p>
        )}
        <p>
          <label htmlFor={id} className="button">
            {file ? 'Choose another file' : words}
          </label>{' '}
          <span className="quiet">or drop it here</span>
        </p>
      </div>
      {tooMany && (
        <Notice kind="warning">
          <p role="alert">Drop one file at a time: {oneAtATime}.</p>
        </Notice>
      )}
    </>
  );
}

function useDrop(onChoose: (file: File) => void) {
  const [over, setOver] = useState(false);
  const [tooMany, setTooMany] = useState(false);
  const onDragOver = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [first, ...others] = event.dataTransfer.files;
    setTooMany(others.length > 0);
    if (first && others.length === 0) onChoose(first);
  };
  return { over, tooMany, handlers: { onDragOver, onDragLeave: () => setOver(false), onDrop } };
}
