import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { TEMPLATE_URL, uploadBulkReset } from '../../api-client';
import { PageHeading } from '../../ui/heading';
import { ErrorNotice } from '../../ui/notice';
import { Stepper } from '../../ui/stepper';
import { UploadProgress } from '../../ui/upload-progress';
import { refusalOf, type Upload, type UploadProgressOf, useUpload } from '../../ui/use-upload';
import { isAboutInvalidBytes, Windows1252Offer } from '../../ui/windows-1252-offer';
import { FileChoice } from './file-choice';

/**
 * The first step of the wizard: choose a file and send it. From then on the server's status leads. Under a bulk reset
 * that needs fixes it takes the corrected version of its file.
 */
export function NewBulkResetPage() {
  const [file, setFile] = useState<File>();
  const { id: corrects } = useParams();
  const navigate = useNavigate();
  const send = (chosen: File, progress: UploadProgressOf, encoding?: 'windows-1252') =>
    uploadBulkReset(chosen, { encoding, corrects, ...progress });
  const { upload, start, cancel, forget } = useUpload(send, ({ id }) =>
    navigate(`/bulk-resets/${id}`, { replace: true }),
  );
  const choose = (chosen: File | undefined) => {
    forget();
    setFile(chosen);
  };
  return (
    <>
      <p className="path">
        <Link to="/bulk-resets">Reset course progress</Link>
      </p>
      <PageHeading>{corrects ? 'Upload corrected file' : 'Start bulk reset'}</PageHeading>
      <Stepper step="upload" />
      <Rules />
      <section className="card" aria-label="The file">
        <Refusal upload={upload} />
        {file && isAboutInvalidBytes(refusalOf(upload)) && (
          <Windows1252Offer file={file} onAccept={() => start(file, 'windows-1252')} />
        )}
        {upload.state === 'sending' ? (
          <UploadProgress name={file?.name ?? ''} bytes={upload.bytes} onCancel={cancel} />
        ) : (
          <FileChoice file={file} onChoose={choose} onNext={(chosen) => start(chosen)} />
        )}
      </section>
    </>
  );
}

function Rules() {
  return (
    <p className="lead">
      The CSV has a row for each learner and course, with the columns <b>Learner</b> (login ID or UUID),{' '}
      <b>Content</b> (course UUID) and <b>Reset required</b> (TRUE, or FALSE to leave the row out). Nothing is
      reset before you have seen the result and confirmed it.{' '}
      <a href={TEMPLATE_URL} download>
        Download template
      </a>
    </p>
  );
}

function Refusal({ upload }: { upload: Upload }) {
  return <ErrorNotice error={refusalOf(upload)} title="The file was not accepted" />;
}
