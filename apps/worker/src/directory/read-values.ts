import { type DirectoryProblem, directoryProblem } from '@reset/shared/contracts/directory-problem';
import { checkWidthUpTo } from '@reset/shared/csv/check-width';
import type { DirectoryColumns } from '@reset/shared/csv/directory-header';
import type { CsvRecord, FileFormat } from '@reset/shared/csv/file-format';
import { withoutFormulaGuard } from '@reset/shared/csv/formula-guard';
import type { DirectoryEntity, Values } from '@reset/shared/stores/directory-entity';
import type { EntityField } from '@reset/shared/stores/directory-field';

export type DirectoryFormat = FileFormat<DirectoryColumns>;
/** What one row says, and what is wrong with the way it says it. */
export type ReadRow = { row: number; values: Values; problems: DirectoryProblem[]; pair?: NamedPair };
/** The learner and the course that a row names, by their numbers, as `12 7`; nothing where they are not found. */
export type NamedPair = string | undefined;

/** As spreadsheets write a number too long for a cell: `1.23457E+12`, in some languages with a comma. */
const SCIENTIFIC = /^\d([.,]\d+)?E\+\d+$/i;

/** Reads the cells of a row. Pure. An empty cell says nothing; a `'` that guards a formula character is taken away. */
export function readValues(entity: DirectoryEntity, format: DirectoryFormat, record: CsvRecord): ReadRow {
  const { columns, header } = format;
  const problems: DirectoryProblem[] = [];
  const named = [...columns.learner, ...columns.content].map(({ index }) => index);
  const needed = Math.max(...Object.values(columns.fields), ...named);
  const width = checkWidthUpTo(needed, record, columns, header.length);
  if (width) {
    const { code, ...details } = width;
    problems.push(directoryProblem(code, record.row, 'Row', details));
  }
  const values: Record<string, string | undefined> = {};
  for (const [name, field] of Object.entries(entity.fields)) {
    const cell = record.cells[columns.fields[field.heading] ?? -1] ?? '';
    if (cell === '') {
      if (field.inEveryRow && columns.fields[field.heading] !== undefined && !width)
        problems.push(missing(entity, field, record.row));
      continue;
    }
    const read = readCell(field, withoutFormulaGuard(cell) ?? cell, entity.identifiers.includes(name));
    if ('value' in read) values[name] = read.value;
    else problems.push(read.problem(record.row));
  }
  return { row: record.row, values, problems };
}

const missing = ({ noun }: DirectoryEntity, { heading }: EntityField, row: number) =>
  directoryProblem('value-missing', row, heading, { heading, noun });

type CellReading = { value: string } | { problem: (row: number) => DirectoryProblem };

function readCell(field: EntityField, cell: string, identifies: boolean): CellReading {
  const { heading, limit } = field;
  if (identifies && SCIENTIFIC.test(cell))
    return { problem: (row) => directoryProblem('scientific-notation', row, heading, { value: cell }) };
  if (cell.length > limit)
    return { problem: (row) => directoryProblem('value-too-long', row, heading, { heading, limit }) };
  const reading = field.read(cell);
  if ('value' in reading) return reading;
  return {
    problem: (row) =>
      directoryProblem('value-invalid', row, heading, { heading, value: cell, expected: reading.expected }),
  };
}
