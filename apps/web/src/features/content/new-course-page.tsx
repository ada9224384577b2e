import type { ContentPackage } from '@reset/shared/contracts/content-package';
import { type FormEvent, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { createCourse } from '../../api-client';
import { PageHeading } from '../../ui/heading';
import { UploadProgress } from '../../ui/upload-progress';
import { refusalOf, type UploadProgressOf, useUpload } from '../../ui/use-upload';
import { PackageChoice } from './package-choice';
import { PackageRefusal } from './package-refusal';

type CourseFields = Readonly<Record<string, string>>;
const FIELDS = [
  { name: 'title', label: 'Title', hint: 'Left empty: the title that the package has.', maxLength: 500 },
  { name: 'assetId', label: 'Asset ID', hint: 'Left empty: one is made up.', maxLength: 255 },
  { name: 'language', label: 'Language', hint: 'As en or pt-BR. Left empty: en.', maxLength: 35 },
] as const;

/** A course made from a package, of the kind that the package has. */
export function NewCoursePage() {
  const [file, setFile] = useState<File>();
  const [course, setCourse] = useState<CourseFields>({});
  const navigate = useNavigate();
  const { upload, start, cancel, forget } = useUpload(sendCourse, ({ courseId }) =>
    navigate(`/content/${courseId}`, { replace: true }),
  );
  const choose = (chosen: File | undefined) => {
    forget();
    setFile(chosen);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (file) void start(file, course);
  };
  return (
    <>
      <p className="path">
        <Link to="/content">Content</Link>
      </p>
      <PageHeading>New course from a package</PageHeading>
      <p className="lead">
        One ZIP with a SCORM 1.2, SCORM 2004, AICC or Skillsoft package becomes a course of that type. It is
        taken in wholly or not at all.
      </p>
      <section className="card" aria-label="The course">
        <PackageRefusal error={refusalOf(upload)} />
        {upload.state === 'sending' ? (
          <UploadProgress name={file?.name ?? ''} bytes={upload.bytes} onCancel={cancel} />
        ) : (
          <form onSubmit={onSubmit}>
            <PackageChoice file={file} onChoose={choose} />
            <CourseFieldInputs course={course} onChange={setCourse} />
            <div className="actions">
              <button type="submit" className="primary" disabled={!file} aria-describedby="create-hint">
                Create course
              </button>
              <span id="create-hint" className="quiet">
                {file ? 'Uploads the package and checks it.' : 'Choose a ZIP file first.'}
              </span>
            </div>
          </form>
        )}
      </section>
    </>
  );
}

/** What is left empty is not sent: the package says it. */
const sendCourse = (
  file: File,
  progress: UploadProgressOf,
  course: CourseFields,
): Promise<ContentPackage> => {
  const said = Object.entries(course)
    .map(([name, value]) => [name, value.trim()] as const)
    .filter(([, value]) => value !== '');
  return createCourse(file, Object.fromEntries(said), progress);
};

type InputsProps = { course: CourseFields; onChange: (course: CourseFields) => void };

function CourseFieldInputs({ course, onChange }: InputsProps) {
  return (
    <div className="filter-fields">
      {FIELDS.map(({ name, label, hint, maxLength }) => (
        <div key={name}>
          <label htmlFor={name}>{label}</label>
          <input
            id={name}
            maxLength={maxLength}
            value={course[name] ?? ''}
            aria-describedby={`${name}-hint`}
            onChange={({ target }) => onChange({ ...course, [name]: target.value })}
          />
          <span id={`${name}-hint`} className="identifier">
            {hint}
          </span>
        </div>
      ))}
    </div>
  );
}
