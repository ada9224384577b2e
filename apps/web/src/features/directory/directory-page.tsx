import { DIRECTORY_KINDS } from '@reset/shared/contracts/directory-columns';
import type { DirectoryImportPage } from '@reset/shared/contracts/directory-import';
import { useCallback } from 'react';
import { Link } from 'react-router';
import { directoryTemplateUrl, listDirectoryImports } from '../../api-client';
import { formatCount } from '../../ui/format';
import { PageHeading } from '../../ui/heading';
import { PagedList } from '../../ui/paged-list';
import { useMay } from '../../ui/session-context';
import { Time } from '../../ui/time';
import { usePages } from '../../ui/use-pages';
import { ImportStatusTag } from './import-status-tag';
import { KIND_WORDS } from './kind-words';

/** Learning > Directory: what has been imported so far, the templates, and the way to import more. */
export function DirectoryPage() {
  const load = useCallback(async (cursor: string | undefined, signal: AbortSignal) => {
    const { directoryImports, nextCursor } = await listDirectoryImports({ cursor }, signal);
    return { items: directoryImports, nextCursor };
  }, []);
  return (
    <>
      <PageHead />
      <Templates />
      <PagedList
        pages={usePages(load)}
        failed="The list could not be loaded"
        nothing={<p className="nothing">No file has been imported yet. Start with the learners.</p>}
        more="Show older ones"
      >
        {(imports) => <ImportTable imports={imports} />}
      </PagedList>
    </>
  );
}

function PageHead() {
  const mayWrite = useMay('directory:write');
  return (
    <div className="page-head">
      <div>
        <PageHeading>Directory</PageHeading>
        <p className="lead">
          Learners, courses, assignments and past records come in from CSV files. What a file names is created
          or updated, nothing is deleted, and the same file twice changes nothing.
        </p>
      </div>
      <div className="actions">
        {mayWrite && (
          <Link className="button primary" to="/directory/new">
            Start import
          </Link>
        )}
      </div>
    </div>
  );
}

function Templates() {
  return (
    <p className="quiet">
      Templates:{' '}
      {DIRECTORY_KINDS.map((kind, index) => (
        <span key={kind}>
          {index > 0 && ' · '}
          <a href={directoryTemplateUrl(kind)} download>
            {KIND_WORDS[kind].title}
          </a>
        </span>
      ))}
    </p>
  );
}

function ImportTable({ imports }: { imports: readonly DirectoryImportPage['directoryImports'][number][] }) {
  return (
    <div className="table-frame">
      <table>
        <caption className="for-screen-readers">Imports, newest first</caption>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">What</th>
            <th scope="col">Status</th>
            <th scope="col" className="number">
              Rows
            </th>
            <th scope="col">Uploaded</th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {imports.map(({ id, file, kind, status, counts, createdAt, createdBy }) => (
            <tr key={id}>
              <th scope="row">
                <Link to={`/directory/${id}`}>{file.name}</Link>
              </th>
              <td>{KIND_WORDS[kind].title}</td>
              <td>
                <ImportStatusTag status={status} />
              </td>
              <td className="number">{formatCount(counts.rows)}</td>
              <td>
                <Time at={createdAt} />
              </td>
              <td>{createdBy.name}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
