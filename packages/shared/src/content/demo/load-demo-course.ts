import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ContentPackage } from '../../contracts/content-package';
import type { Importer } from '../../stores/content-package.store';
import { type ImportDeps, importAsNewCourse } from '../import-package';
import { withArchiveFile } from '../with-archive-file';
import type { DemoCourseName } from './demo-courses';
import { packDemoCourse } from './pack-demo-course';

const BY: Importer = { kind: 'system', id: null, name: 'Demo' };

/** Adds a demo course to an organization, with its content. Its asset ID is `demo-` and its name. */
export async function loadDemoCourse(
  deps: ImportDeps,
  organizationId: number,
  name: DemoCourseName,
): Promise<ContentPackage> {
  const directory = await mkdtemp(path.join(tmpdir(), 'demo-'));
  try {
    const file = path.join(directory, 'package.zip');
    await writeFile(file, await packDemoCourse(name));
    return await withArchiveFile(file, (archive) =>
      importAsNewCourse(deps, BY, { organizationId, assetId: `demo-${name}` }, archive),
    );
  } finally {
    await rm(directory, { recursive: true });
  }
}
