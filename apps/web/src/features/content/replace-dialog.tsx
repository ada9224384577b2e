import type { CourseView } from '@reset/shared/contracts/courses';
import { formatBytes } from '../../ui/format';
import { Modal } from '../../ui/modal';

type ReplaceDialogProps = { course: CourseView; file: File; onClose: () => void; onConfirm: () => void };

/** Says what becomes of the records, the launches that are open, and the units, before anything is sent. */
export function ReplaceDialog({ course, file, onClose, onConfirm }: ReplaceDialogProps) {
  return (
    <Modal title="Replace the package?" onClose={onClose}>
      <p>
        <b>{file.name}</b> ({formatBytes(file.size)}) becomes the content of <b>{course.title}</b>, in place
        of version {course.content?.version}.
      </p>
      <ul>
        <li>
          <b>Learners’ records are kept</b>: completions, scores, bookmarks and attempts stay as they are.
          Nothing is reset.
        </li>
        <li>A course that is open now goes on with its own files. The next launch opens the new package.</li>
        <li>
          A unit that the new package no longer has, by its identifier, is not offered any more; a unit that
          it has for the first time starts from the beginning.
        </li>
      </ul>
      <div className="actions">
        <button type="button" className="danger" onClick={onConfirm}>
          Replace the package
        </button>
        <button type="button" onClick={onClose}>
          Keep version {course.content?.version}
        </button>
      </div>
    </Modal>
  );
}
