import { SKILLSOFT_MANIFEST } from '../contracts/skillsoft-course';
import { aiccFiles, isCourseFile } from './aicc/aicc-files';
import { parseAicc } from './aicc/parse-aicc';
import type { PackageFiles } from './archive/read-archive';
import { decodePlain } from './decode-text';
import { fileFinder } from './package-href';
import { parseSkillsoft } from './parse-skillsoft';
import type { ParsedPackage } from './parsed-package';
import { refusePackage, shown } from './refuse-package';
import { parseManifest } from './scorm/parse-manifest';
import { MANIFEST } from './scorm/scorm-units';

/**
 * Finds out what an archive is and what can be launched in it.
 * @throws AppError `package-refused`
 */
export async function parsePackage(files: PackageFiles): Promise<ParsedPackage> {
  const manifest = findManifest(files.paths);
  const findFile = fileFinder(files.paths, manifest);
  const read = async (path: string) => decodePlain(await files.readWhole(path));
  if (isCourseFile(manifest)) return parseAicc(aiccFiles(files.paths, manifest), read, findFile);
  if (manifest === SKILLSOFT_MANIFEST) return parseSkillsoft(await read(manifest), findFile);
  return parseManifest(await files.readWhole(manifest), findFile);
}

/** The one file at the root that says what the package is. A SCORM or AICC course may have a `course.json` of its own. */
function findManifest(paths: readonly string[]): string {
  const scorm = paths.filter((path) => path.toLowerCase() === MANIFEST);
  const [first, second] = [...scorm, ...paths.filter(isCourseFile)];
  if (first !== undefined && second !== undefined)
    throw refusePackage(
      'several-manifests',
      `The archive holds ${shown(first)} and ${shown(second)}: it is not clear which course it is. Pack one course.`,
    );
  const found = first ?? paths.find((path) => path === SKILLSOFT_MANIFEST);
  if (found !== undefined) return found;
  throw refusePackage(
    'no-manifest',
    `The archive has no ${MANIFEST}, no .crs file and no ${SKILLSOFT_MANIFEST} at its top. Pack what is in the course's folder, not the folder.`,
  );
}
