import type { ContentUnit } from '../../contracts/content-package';
import { UNITS } from '../content-limits';
import type { FindFile } from '../package-href';
import type { ParsedPackage } from '../parsed-package';
import { refusePackage, shown } from '../refuse-package';
import { decimalIn } from '../scorm/manifest-values';
import type { AiccFiles } from './aicc-files';
import { unitsInOrder } from './course-structure';
import { readIni } from './read-ini';
import { readTable, type Table, type TableRow } from './read-table';

/**
 * What the files of an AICC course say.
 * @param read gives the text of one of the files
 * @throws AppError `package-refused`
 * @see AICC CMI001 4.0, chapters 5 and 6
 */
export async function parseAicc(
  files: AiccFiles,
  read: (path: string) => Promise<string>,
  findFile: FindFile,
): Promise<ParsedPackage> {
  const table = async (file: string) => readTable(await read(file), file);
  const course = readIni(await read(files.crs)).get('course');
  const assignable = byId(await table(files.au), 'system_id');
  const described = byId(await table(files.des), 'system_id');
  const needs = files.pre === undefined ? new Map() : byId(await table(files.pre), 'structure_element');
  const ids = unitsInOrder(await table(files.cst), (id) => assignable.has(id), files.cst);
  if (ids.length > UNITS)
    throw refusePackage('too-many-units', `The course has more than ${UNITS.toLocaleString('en')} units.`);
  const units = ids.map((id) =>
    unitOf({ au: assignable.get(id), des: described.get(id), pre: needs.get(id) }, files, findFile),
  );
  const [first, ...rest] = units;
  if (!first)
    throw refusePackage('nothing-to-launch', 'The course structure holds no assignable unit.', {
      file: files.cst,
    });
  return {
    standard: 'aicc',
    edition: course?.get('version')?.slice(0, 100) || null,
    title: course?.get('course_title') || first.title,
    units: [first, ...rest],
  };
}

/** Rows by what stands under a heading, in lower case; the first of two equal ones counts. */
function byId({ rows }: Table, heading: string): Map<string, TableRow> {
  const found = new Map<string, TableRow>();
  for (const row of rows) {
    const id = row.get(heading)?.toLowerCase();
    if (id && !found.has(id)) found.set(id, row);
  }
  return found;
}

type Rows = { au: TableRow | undefined; des: TableRow | undefined; pre: TableRow | undefined };

function unitOf({ au, des, pre }: Rows, { au: file }: AiccFiles, findFile: FindFile): ContentUnit {
  const cell = (heading: string) => au?.get(heading) || null;
  const identifier = cell('system_id') ?? '';
  const fileName = cell('file_name');
  if (fileName === null)
    throw refusePackage(
      'broken-reference',
      `In ${shown(file)}, the unit ${shown(identifier)} has no file name.`,
      {
        file,
      },
    );
  return {
    identifier,
    title: des?.get('title') || identifier,
    href: findFile(fileName),
    kind: 'sco',
    parameters: cell('web_launch')?.replace(/^[?&]+/, '') || null,
    launchData: cell('core_vendor'),
    masteryScore: decimalIn(cell('mastery_score'), { min: 0, max: 100, what: 'mastery_score', file }),
    maxTimeAllowed: cell('max_time_allowed'),
    timeLimitAction: timeLimitAction(cell('time_limit_action')),
    prerequisites: pre?.get('prerequisite') || null,
    completionThreshold: null,
    scaledPassingScore: null,
    objectives: [],
    globalObjectives: [],
    sharedData: [],
  };
}

/** AICC lets the two words stand in any order, and be cut down to their first letters. */
function timeLimitAction(cell: string | null): string | null {
  const words = (cell ?? '')
    .toLowerCase()
    .split(/[,;]/)
    .map((word) => word.trim())
    .filter(Boolean);
  if (words.length === 0) return null;
  const goesOn = words.some((word) => word.startsWith('c'));
  const silent = words.some((word) => word.startsWith('n'));
  return `${goesOn ? 'continue' : 'exit'},${silent ? 'no message' : 'message'}`;
}
