import { type ProblemCode, type ProblemDetails, sentenceOf } from '@reset/shared/contracts/problem';
import { escape as quote } from 'mysql2';

/** SQL for each detail of a problem; a whole number may stand for itself. */
export type SqlDetails<Code extends ProblemCode> = {
  [Name in keyof ProblemDetails[Code]]: string | number;
};

/** Stands for a number until the sentence is cut apart; no file has so many rows. */
const FIRST_HOLE = 900_000_000_000;

/**
 * SQL that makes the sentence of a problem out of its details: the words of the contract, cut where details stand.
 * @param details a number says itself; a string is SQL
 */
export function sentenceSql<Code extends ProblemCode>(code: Code, details: SqlDetails<Code>): string {
  const given = Object.entries<string | number>(details);
  const holes = given.map(([name, detail], at) => {
    const filler = typeof detail === 'number' ? detail : holeFor(name, at);
    return { name, sql: String(detail), filler };
  });
  // What stands in the holes has the types that the sentence wants.
  const filled = Object.fromEntries(holes.map(({ name, filler }) => [name, filler]));
  const sentence = sentenceOf({ code, details: filled as ProblemDetails[Code] });
  const parts = holes
    .filter(({ filler, sql }) => String(filler) !== sql)
    .reduce<Part[]>(
      (cut, { filler, sql }) => cut.flatMap((part) => splitAt(part, String(filler), sql)),
      [{ text: sentence }],
    );
  return `CONCAT(${parts.map((part) => ('sql' in part ? part.sql : quote(part.text))).join(', ')})`;
}

type Part = { text: string } | { sql: string };

const NUMBERS = new Set(['count', 'found', 'expected', 'firstRow', 'otherRow']);
const holeFor = (name: string, at: number) => (NUMBERS.has(name) ? FIRST_HOLE + at : `\u0001${name}\u0001`);

function splitAt(part: Part, filler: string, sql: string): Part[] {
  if ('sql' in part) return [part];
  return part.text
    .split(filler)
    .flatMap((text, index): Part[] => (index === 0 ? [{ text }] : [{ sql }, { text }]));
}
