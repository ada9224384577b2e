import { type DragEvent, type FormEvent, useState } from 'react';
import { formatBytes } from '../../ui/format';
import { Notice } from '../../ui/notice';

type FileChoiceProps = {
  file: File | undefined;
  onChoose: (file: File | undefined) => void;
  onNext: (file: File) => void;
};

/** Choose a file, or drop it; then on to the validation. */
export function FileChoice({ file, onChoose, onNext }: FileChoiceProps) {
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (file) onNext(file);
  };
  return (
    <form onSubmit={onSubmit}>
      <DropZone file={file} onChoose={onChoose} />
      <div className="actions">
        <button type="submit" className="primary" disabled={!file} aria-describedby="next-hint">
          Next, validate data
        </button>
        <span id="next-hint" className="quiet">
          {file ? 'Uploads the file and checks every row. Nothing is reset yet.' : 'Choose a file first.'}
        </span>
      </div>
    </form>
  );
}

function DropZone({ file, onChoose }: Omit<FileChoiceProps, 'onNext'>) {
  const { over, tooMany, handlers } = useDrop(onChoose);
  return (
    <>
      {/* Dropping is extra: the file input inside does the same by keyboard. */}
      <div className={over ? 'drop drop-over' : 'drop'} {...handlers}>
        <input
          id="file"
          type="file"
          className="for-screen-readers"
          accept=".csv,.txt,text/csv"
          onChange={({ target }) => onChoose(target.files?.[0])}
        />
        {file && (
          <p className="chosen" role="status">
            <b>{file.name}</b> <span className="quiet">{formatBytes(file.size)}</span>
          </p>
        )}
        <p>
          <label htmlFor="file" className="button">
            {file ? 'Choose another file' : 'Choose CSV file'}
          </label>{' '}
          <span className="quiet">or drop it here</span>
        </p>
      </div>
      {tooMany && (
        <Notice kind="warning">
          <p role="alert">Drop one file at a time: a bulk reset is one file.</p>
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
