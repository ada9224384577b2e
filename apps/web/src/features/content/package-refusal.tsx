import { ApiError, wordsFor } from '../../api-reply';
import { Notice } from '../../ui/notice';

/** Why a package was not taken: the sentence for the person, the file of the archive, and the code for support. */
export function PackageRefusal({ error }: { error: unknown }) {
  if (error === undefined) return null;
  const { file, reason } = detailsOf(error);
  return (
    <div role="alert">
      <Notice kind="error" title="The package was not imported">
        <p>{wordsFor(error)}</p>
        {file !== undefined && <p>In the archive: {file}</p>}
        {reason !== undefined && (
          <p className="quiet">
            Reason: <code>{reason}</code>. Nothing of the package was kept.
          </p>
        )}
      </Notice>
    </div>
  );
}

function detailsOf(error: unknown): { file?: string | undefined; reason?: string | undefined } {
  if (!(error instanceof ApiError) || error.code !== 'package-refused') return {};
  const { file, reason } = error.problem.details ?? {};
  return { file: textOr(file), reason: textOr(reason) };
}

const textOr = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
