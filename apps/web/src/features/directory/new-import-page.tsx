import { DIRECTORY_KINDS, type DirectoryKind } from '@reset/shared/contracts/directory-columns';
import { type FormEvent, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { directoryTemplateUrl, uploadDirectoryFile } from '../../api-client';
import { DropZone } from '../../ui/drop-zone';
import { PageHeading } from '../../ui/heading';
import { ErrorNotice } from '../../ui/notice';
import { Stepper } from '../../ui/stepper';
import { UploadProgress } from '../../ui/upload-progress';
import { refusalOf, type UploadProgressOf, useUpload } from '../../ui/use-upload';
import { isAboutInvalidBytes, Windows1252Offer } from '../../ui/windows-1252-offer';
import { IMPORT_STEPS } from './import-words';
import { KIND_WORDS } from './kind-words';

/** The first step: say what the file holds, choose it and send it. From then on the server's status leads. */
export function NewImportPage() {
  const [kind, setKind] = useState<DirectoryKind>('learners');
  const [file, setFile] = useState<File>();
  const navigate = useNavigate();
  const send = (chosen: File, progress: UploadProgressOf, encoding?: 'windows-1252') =>
    uploadDirectoryFile(kind, chosen, encoding, progress);
  const { upload, start, cancel, forget } = useUpload(send, ({ id }) =>
    navigate(`/directory/${id}`, { replace: true }),
  );
  const choose = (chosen: File | undefined) => {
    forget();
    setFile(chosen);
  };
  const chooseKind = (chosen: DirectoryKind) => {
    forget();
    setKind(chosen);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (file) void start(file);
  };
  return (
    <>
      <p className="path">
        <Link to="/directory">Directory</Link>
      </p>
      <PageHeading>Start import</PageHeading>
      <Stepper step="upload" steps={IMPORT_STEPS} />
      <section className="card" aria-label="The file">
        <ErrorNotice error={refusalOf(upload)} title="The file was not accepted" />
        {file && isAboutInvalidBytes(refusalOf(upload)) && (
          <Windows1252Offer file={file} onAccept={() => start(file, 'windows-1252')} />
        )}
        {upload.state === 'sending' ? (
          <UploadProgress name={file?.name ?? ''} bytes={upload.bytes} onCancel={cancel} />
        ) : (
          <form onSubmit={onSubmit}>
            <KindChoice kind={kind} onChoose={chooseKind} />
            <DropZone
              file={file}
              onChoose={choose}
              accept=".csv,.txt,text/csv"
              words="Choose CSV file"
              oneAtATime="an import is one file"
            />
            <div className="actions">
              <button type="submit" className="primary" disabled={!file} aria-describedby="next-hint">
                Next, validate data
              </button>
              <span id="next-hint" className="quiet">
                {file
                  ? 'Uploads the file and checks every row. Nothing is changed yet.'
                  : 'Choose a file first.'}
              </span>
            </div>
          </form>
        )}
      </section>
    </>
  );
}

type KindChoiceProps = { kind: DirectoryKind; onChoose: (kind: DirectoryKind) => void };

function KindChoice({ kind, onChoose }: KindChoiceProps) {
  return (
    <fieldset className="boxes">
      <legend>What the file holds</legend>
      {DIRECTORY_KINDS.map((one) => (
        <p key={one}>
          <label className="box">
            <input
              type="radio"
              name="kind"
              value={one}
              checked={one === kind}
              onChange={() => onChoose(one)}
              aria-describedby={`about-${one}`}
            />{' '}
            {KIND_WORDS[one].title}
          </label>{' '}
          <span id={`about-${one}`} className="quiet">
            {KIND_WORDS[one].explanation}
          </span>
        </p>
      ))}
      <p>
        <a href={directoryTemplateUrl(kind)} download>
          Download template
        </a>{' '}
        <span className="quiet">for {KIND_WORDS[kind].title.toLowerCase()}</span>
      </p>
    </fieldset>
  );
}
