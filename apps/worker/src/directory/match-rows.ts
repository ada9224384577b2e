import type { DirectoryAction } from '@reset/shared/contracts/directory-columns';
import { directoryProblem } from '@reset/shared/contracts/directory-problem';
import { type DirectoryEntity, keyOf, type Stored } from '@reset/shared/stores/directory-entity';
import { findStored } from '@reset/shared/stores/directory-entity.store';
import type { EntityField } from '@reset/shared/stores/directory-field';
import type { EntityManager } from 'typeorm';
import type { ReadRow } from './read-values';

/** One row, judged: which one it is about, and what becomes of that one. */
export type MatchedRow = ReadRow & {
  /** Names the one that the row is about, there or not; nothing where the row does not say it. */
  target: string | undefined;
  stored: Stored | undefined;
  action: DirectoryAction;
};

/** Compares rows about learners or courses with what is there, with one look-up for each kind of identifier. */
export async function matchEntities(
  db: EntityManager,
  organizationId: number,
  entity: DirectoryEntity,
  rows: readonly ReadRow[],
): Promise<MatchedRow[]> {
  const there: There = new Map();
  for (const by of entity.identifiers) {
    const keys = new Set(rows.flatMap(({ values }) => (values[by] === undefined ? [] : [keyOf(values[by])])));
    there.set(by, await findStored(db, organizationId, entity, { by, keys: [...keys] }));
  }
  return rows.map((row) => matchRow(entity, row, there));
}

/** Who is there, by identifier and key. */
type There = Map<string, ReadonlyMap<string, readonly Stored[]>>;

function matchRow(entity: DirectoryEntity, read: ReadRow, there: There): MatchedRow {
  // Compared twice, a row is judged anew.
  const row = { ...read, problems: [...read.problems] };
  const given = entity.identifiers.flatMap((name) => {
    const value = row.values[name];
    if (value === undefined) return [];
    const found = there.get(name)?.get(keyOf(value)) ?? [];
    return [{ name, value, found, field: entity.fields[name] as EntityField }];
  });
  const target = hasUnreadable(entity, row) ? undefined : targetOf(given);
  if (given.length === 0) reportNameless(entity, row);
  else if (!target && !hasUnreadable(entity, row)) reportAmbiguous(entity, row, given);
  const changed = (target ? given : []).filter(({ name, value }) =>
    isAnother(target?.stored?.values[name], value),
  );
  for (const { found, value, field } of changed)
    for (const other of found.filter(({ key }) => key !== target?.stored?.key).slice(0, 1))
      row.problems.push(
        directoryProblem('identifier-taken', row.row, field.heading, {
          heading: field.heading,
          value,
          noun: entity.noun,
          uuid: other.values.uuid ?? '',
        }),
      );
  if (target && !target.stored) reportMissing(entity, row);
  return { ...row, target: target?.name, stored: target?.stored, action: actionOf(row, target?.stored) };
}

/** Whether an identifier is another than the stored one: what stays may also be what two have in common. */
export const isAnother = (stored: string | null | undefined, given: string): boolean =>
  typeof stored !== 'string' || keyOf(stored) !== keyOf(given);

/** Whom a row names is not told by its other identifiers where one cannot be read. */
const hasUnreadable = ({ identifiers, fields }: DirectoryEntity, { problems }: ReadRow) =>
  problems.some(({ column }) => identifiers.some((name) => fields[name]?.heading === column));

type Given = { name: string; value: string; found: readonly Stored[]; field: EntityField };

/**
 * The first identifier decides. Where nobody has it, the next ones may lead to one who has none of its kind yet, who
 * gets it. Nothing where it leads to several.
 */
function targetOf(given: readonly Given[]): { name: string; stored?: Stored } | undefined {
  const [first, ...others] = given;
  if (!first) return undefined;
  if (first.found.length > 1) return undefined;
  const adopted = others.flatMap(({ found }) => found).find(({ values }) => values[first.name] === null);
  const stored = first.found[0] ?? adopted;
  if (stored) return { name: `there ${stored.key}`, stored };
  return { name: `${first.name} ${keyOf(first.value)}` };
}

function reportNameless({ identifiers, fields }: DirectoryEntity, { row, problems }: ReadRow): void {
  // What cannot be read, or is not there, has been told.
  if (problems.length > 0) return;
  const headings = identifiers.map((name) => fields[name]?.heading).join(', ');
  problems.push(directoryProblem('identifier-missing', row, 'Row', { headings }));
}

function reportAmbiguous({ noun }: DirectoryEntity, row: ReadRow, [first]: readonly Given[]): void {
  if (!first) return;
  const { heading } = first.field;
  const details = { heading, value: first.value, noun, count: first.found.length };
  row.problems.push(directoryProblem('identifier-ambiguous', row.row, heading, details));
}

/** A value that is there and cannot be read is told already. */
export function reportMissing(entity: DirectoryEntity, { row, values, problems }: ReadRow): void {
  for (const name of entity.needed) {
    const { heading } = entity.fields[name] as EntityField;
    if (values[name] !== undefined || problems.some(({ column }) => column === heading)) continue;
    problems.push(directoryProblem('value-missing', row, heading, { heading, noun: entity.noun }));
  }
}

export function actionOf({ values }: ReadRow, stored: Stored | undefined): DirectoryAction {
  if (!stored) return 'create';
  const changes = Object.entries(values).some(([name, value]) => value !== stored.values[name]);
  return changes ? 'update' : 'unchanged';
}
