import { SKILLSOFT_MANIFEST, SkillsoftCourse } from '../contracts/skillsoft-course';
import type { FindFile } from './package-href';
import type { ParsedPackage } from './parsed-package';
import { refusePackage, shown } from './refuse-package';

/** @throws AppError `package-refused` */
export function parseSkillsoft(text: string, findFile: FindFile): ParsedPackage {
  const { title, pages } = readCourse(text);
  for (const { href } of pages) checkPage(href, findFile);
  return {
    standard: 'skillsoft',
    edition: null,
    title,
    units: [
      {
        identifier: 'course',
        title,
        href: SKILLSOFT_MANIFEST,
        kind: 'sco',
        parameters: null,
        launchData: null,
        masteryScore: null,
        maxTimeAllowed: null,
        timeLimitAction: null,
        prerequisites: null,
        completionThreshold: null,
        scaledPassingScore: null,
        objectives: [],
        globalObjectives: [],
        sharedData: [],
      },
    ],
  };
}

/** The player asks for pages as `course.json` writes them, so here letter case counts. */
function checkPage(href: string, findFile: FindFile): void {
  const found = findFile(href.split('/').map(encodeURIComponent).join('/'));
  if (found !== href)
    throw refusePackage(
      'href-not-found',
      `course.json names ${shown(href)}, and the file is ${shown(found)}.`,
      {
        file: SKILLSOFT_MANIFEST,
      },
    );
}

function readCourse(text: string): SkillsoftCourse {
  const refuse = (why: string, cause?: unknown) =>
    refusePackage('manifest-invalid', `${SKILLSOFT_MANIFEST} ${why}.`, { file: SKILLSOFT_MANIFEST, cause });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw refuse('is no valid JSON', error);
  }
  const parsed = SkillsoftCourse.safeParse(json);
  if (parsed.success) return parsed.data;
  const [fault] = parsed.error.issues;
  throw refuse(`does not fit, at “${fault?.path.join('.') ?? ''}”: ${fault?.message ?? 'unknown'}`);
}
