import type { HeaderColumns } from '@reset/shared/csv/file-format';
import { courseSide } from './course-side';
import { learnerSide } from './learner-side';
import type { SqlConnection } from './sql-connection';
import type { StagedFile } from './stage-file';
import {
  cellColumn,
  countUpTo,
  keyColumn,
  namingIndexes,
  SURPLUS,
  surplusColumn,
  TEXT,
} from './staged-columns';

/** The table of rows, judged: in the order in which they are counted and reset. It outlives the connection. */
export const PAIR = 'sql_pair';

/** What may be wrong with the width of a row. */
export const WIDTH = { right: 0, short: 1, wide: 2 } as const;
/** What is known of a row beside others. */
export const BESIDE = { alone: 0, repeated: 1, contradicts: 2 } as const;

export async function createPairTable(sql: SqlConnection): Promise<void> {
  await sql.run(`DROP TABLE IF EXISTS ${PAIR}`);
  await sql.run(`CREATE TABLE ${PAIR} (
    learner_id BIGINT UNSIGNED NOT NULL,
    course_id INT UNSIGNED NOT NULL,
    file_row INT UNSIGNED NOT NULL,
    reset BOOLEAN NULL,
    learner_state SMALLINT UNSIGNED NOT NULL,
    course_state SMALLINT UNSIGNED NOT NULL,
    width TINYINT UNSIGNED NOT NULL,
    beside TINYINT UNSIGNED NOT NULL DEFAULT ${BESIDE.alone},
    PRIMARY KEY (learner_id, course_id, file_row)
  ) ENGINE=InnoDB`);
}

/**
 * Resolves the learner and the course of every row and notes what is wrong, in one statement. Rows go in sorted by
 * their key, so that the table is only appended to.
 * @param where SQL about `t`, to resolve some rows alone
 */
export async function resolveRows(
  sql: SqlConnection,
  organizationId: number,
  file: StagedFile,
  where = 'TRUE',
): Promise<void> {
  const learner = learnerSide(organizationId, file.columns);
  const course = courseSide(organizationId, file.columns);
  await sql.run(`INSERT INTO ${PAIR} (learner_id, course_id, file_row, reset, learner_state, course_state, width)
    SELECT ${learner.id} AS learner_id, ${course.id} AS course_id, t.file_row, ${resetRequired(file.columns)},
      ${learner.state}, ${course.state}, ${width(file)}
    FROM ${TEXT} t ${learner.joins} ${course.joins}
    WHERE ${notBlank(file)} AND ${where}
    ORDER BY learner_id, course_id, file_row`);
}

function resetRequired({ resetRequired: index }: HeaderColumns): string {
  const cell = `t.${cellColumn(index)}`;
  return `CASE ${cell} WHEN 'TRUE' THEN TRUE WHEN 'FALSE' THEN FALSE
    ELSE CASE LOWER(TRIM(${cell})) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END END`;
}

const lastRead = (columns: HeaderColumns) => Math.max(columns.resetRequired, ...namingIndexes(columns));
const surplusText = () => `CONCAT_WS('', ${countUpTo(SURPLUS).map((index) => `t.${surplusColumn(index)}`)})`;

function width({ header, columns }: StagedFile): string {
  return `CASE WHEN t.cells <= ${lastRead(columns)} THEN ${WIDTH.short}
    WHEN t.cells > ${header.length} AND TRIM(${surplusText()}) <> '' THEN ${WIDTH.wide} ELSE ${WIDTH.right} END`;
}

/** A row all of whose cells are blank is none; nearly always the first cell already tells. */
export function notBlank({ header, columns }: StagedFile): string {
  const keys = namingIndexes(columns).map((index) => `t.${keyColumn(index)} <> ''`);
  const cells = [...header.keys()].map((index) => `t.${cellColumn(index)} <> ''`);
  return `(${[...keys, ...cells].join(' OR ')} OR ${surplusText()} <> '')`;
}
