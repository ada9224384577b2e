import { type ContentPackage, STANDARD_NAME } from '@reset/shared/contracts/content-package';
import type { CourseView } from '@reset/shared/contracts/courses';
import { type FormEvent, useState } from 'react';
import { replaceContent } from '../../api-client';
import { UploadProgress } from '../../ui/upload-progress';
import { refusalOf, type UploadProgressOf, useUpload } from '../../ui/use-upload';
import { PackageChoice } from './package-choice';
import { PackageRefusal } from './package-refusal';
import { ReplaceDialog } from './replace-dialog';

type ImportCardProps = { course: CourseView; onImported: (found: ContentPackage) => void };
export type ImportOptions = { useTitle: boolean; changeKind: boolean };

/** Gives a course a package; where it has one, only after it was said what becomes of the learners' records. */
export function ImportCard({ course, onImported }: ImportCardProps) {
  const [file, setFile] = useState<File>();
  const [options, setOptions] = useState<ImportOptions>({ useTitle: false, changeKind: false });
  const [asking, setAsking] = useState(false);
  const send = (chosen: File, progress: UploadProgressOf) =>
    replaceContent(course.id, chosen, options, progress);
  const { upload, start, cancel, forget } = useUpload(send, onImported);
  const replaces = course.content !== null;
  const choose = (chosen: File | undefined) => {
    forget();
    setFile(chosen);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!file) return;
    if (replaces) setAsking(true);
    else void start(file);
  };
  return (
    <section className="card" aria-labelledby="import">
      <h2 id="import">{replaces ? 'Replace the package' : 'Import a package'}</h2>
      <p className="quiet">{takesWords(course)}</p>
      <PackageRefusal error={refusalOf(upload)} />
      {upload.state === 'sending' ? (
        <UploadProgress name={file?.name ?? ''} bytes={upload.bytes} onCancel={cancel} />
      ) : (
        <form onSubmit={onSubmit}>
          <PackageChoice file={file} onChoose={choose} />
          <OptionBoxes options={options} onChange={setOptions} />
          <div className="actions">
            <button type="submit" className="primary" disabled={!file}>
              {replaces ? 'Replace package' : 'Import package'}
            </button>
            {!file && <span className="quiet">Choose a ZIP file first.</span>}
          </div>
        </form>
      )}
      {asking && file && (
        <ReplaceDialog
          course={course}
          file={file}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            void start(file);
          }}
        />
      )}
    </section>
  );
}

function takesWords({ takes }: CourseView): string {
  const names = takes.map((standard) => STANDARD_NAME[standard]);
  return names.length === 0
    ? 'A course of this type takes no package as it is.'
    : `This course takes one ZIP: ${names.join(', ')}.`;
}

type BoxesProps = { options: ImportOptions; onChange: (options: ImportOptions) => void };

function OptionBoxes({ options, onChange }: BoxesProps) {
  return (
    <fieldset className="boxes">
      <legend className="for-screen-readers">What the package may change of the course</legend>
      <label className="box">
        <input
          type="checkbox"
          checked={options.useTitle}
          onChange={({ target }) => onChange({ ...options, useTitle: target.checked })}
        />{' '}
        Give the course the package’s title
      </label>
      <label className="box">
        <input
          type="checkbox"
          checked={options.changeKind}
          onChange={({ target }) => onChange({ ...options, changeKind: target.checked })}
        />{' '}
        Change the course’s type where the package is of another
      </label>
    </fieldset>
  );
}
