import type { FormEvent } from 'react';
import { DropZone } from '../../ui/drop-zone';

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
      <DropZone
        file={file}
        onChoose={onChoose}
        accept=".csv,.txt,text/csv"
        words="Choose CSV file"
        oneAtATime="a bulk reset is one file"
      />
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
