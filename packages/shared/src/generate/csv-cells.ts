import { uuidToText } from '../entities/columns';
import { identifierKey } from '../entities/identifier-key';
import type { GeneratedCourse } from './generated-course';
import { type GeneratedLearner, unambiguousIdentifiers } from './generated-learner';
import type { Random } from './random';

/** A row that a reset can take up, in the columns of the Learner Activity report that name learner and course. */
export type NamingCells = {
  loginId: string;
  learnerUuid: string;
  email: string;
  courseUuid: string;
  assetId: string;
};

const BY_UUID = 0.2;
const OTHER_CASE = 0.02;

/** A learner in the column `Learner`: by login ID, UUID or an email that nobody else has. */
export function learnerCell(random: Random, learner: GeneratedLearner): string {
  const identifiers = unambiguousIdentifiers(learner);
  const chosen = identifiers[random.below(identifiers.length)];
  if (chosen === undefined || random.happens(BY_UUID)) return uuidText(random, learner.uuid);
  return inSomeCase(random, chosen);
}

/** A course in the column `Content`: by UUID, or by an asset ID that no other course has. */
export function contentCell(random: Random, course: GeneratedCourse): string {
  if (course.assetIsShared || random.happens(0.5)) return uuidText(random, course.uuid);
  return inSomeCase(random, course.assetId);
}

/** As exports of the report are after people have deleted columns: one identifier, two or all that there are. */
export function namingCells(
  random: Random,
  { learner, course }: { learner: GeneratedLearner; course: GeneratedCourse },
): NamingCells {
  const kept = random.below(4);
  const content = course.assetIsShared ? 0 : random.below(3);
  return {
    // In a column of its own a login ID leads to one learner, whoever's email it may be.
    loginId: kept === 1 ? '' : learner.loginId,
    learnerUuid: kept === 0 ? '' : uuidToText(learner.uuid),
    email: kept === 3 ? (learner.email ?? '') : '',
    courseUuid: content === 1 ? '' : uuidToText(course.uuid),
    assetId: content === 0 ? '' : course.assetId,
  };
}

/** `FALSE` seldom; both as people type them. */
export function resetRequiredCell(random: Random, value: boolean): string {
  const text = value ? 'TRUE' : 'FALSE';
  return random.happens(OTHER_CASE)
    ? random.pick([text.toLowerCase(), `${text.charAt(0)}${text.slice(1).toLowerCase()}`])
    : text;
}

const uuidText = (random: Random, uuid: Buffer) =>
  random.happens(OTHER_CASE) ? uuidToText(uuid).toUpperCase() : uuidToText(uuid);

/** Mostly as it is stored. In capitals only where that is the same identifier: `ß` has none. */
function inSomeCase(random: Random, text: string): string {
  const capitals = text.toUpperCase();
  return random.happens(OTHER_CASE) && identifierKey(capitals) === identifierKey(text) ? capitals : text;
}

/** One record (RFC 4180), with its line end. Quoted where it must be, as a spreadsheet does. */
export const csvRecord = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;
const NEEDS_QUOTES = /[",\r\n]/;
const quoted = (cell: string) => (NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
