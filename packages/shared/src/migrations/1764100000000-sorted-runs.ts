import type { MigrationInterface, QueryRunner } from 'typeorm';
import { packPairs, pairColumns } from '../stores/packed-pairs';

const PHASES = ['validate', 'settle', 'report', 'reset'];
const phasesEnum = (phases: readonly string[]) => `ENUM(${phases.map((phase) => `'${phase}'`).join(', ')})`;

const TABLES = [
  // What one chunk of a validation found, sorted by learner and course, packed in slices. Settling merges them.
  `CREATE TABLE IF NOT EXISTS staged_run (
    organization_id INT UNSIGNED NOT NULL,
    bulk_reset_id BIGINT UNSIGNED NOT NULL,
    version SMALLINT UNSIGNED NOT NULL,
    number INT UNSIGNED NOT NULL,
    slice SMALLINT UNSIGNED NOT NULL,
    first_learner BIGINT UNSIGNED NOT NULL,
    last_learner BIGINT UNSIGNED NOT NULL,
    pairs SMALLINT UNSIGNED NOT NULL,
    packed BLOB NOT NULL,
    PRIMARY KEY (organization_id, bulk_reset_id, version, number, slice),
    KEY staged_run_learners (organization_id, bulk_reset_id, version, first_learner, last_learner, pairs)
  )`,
  // What settling decided about one range of learners: the pairs that one chunk of the reset takes up.
  `CREATE TABLE IF NOT EXISTS settled_pairs (
    organization_id INT UNSIGNED NOT NULL,
    bulk_reset_id BIGINT UNSIGNED NOT NULL,
    version SMALLINT UNSIGNED NOT NULL,
    number INT UNSIGNED NOT NULL,
    packed MEDIUMBLOB NOT NULL,
    courses MEDIUMBLOB NOT NULL,
    PRIMARY KEY (organization_id, bulk_reset_id, version, number)
  )`,
];

type OpenChunk = {
  organization_id: number;
  bulk_reset_id: number;
  version: number;
  number: number;
  from_learner: number;
  to_learner: number;
};
type OldRow = { learner_id: number; course_id: number; file_row: number; flags: number };
/** What the flags of a staged row were: TRUE, an error of its own, contradicted by another row. */
const [OLD_RESET, OLD_FAULTS] = [1, 2 | 4];

/**
 * Staged rows become sorted runs, a thousand times fewer rows. A validation that is under way begins anew; what waits to
 * be reset is carried over. Stop the workers of the older version before. May be run again after it was interrupted.
 */
export class SortedRuns1764100000000 implements MigrationInterface {
  readonly name = 'SortedRuns1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await runner.query(`${table} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
    await runner.query(`ALTER TABLE chunk MODIFY phase ${phasesEnum([...PHASES, 'summarize'])} NOT NULL`);
    // Where an earlier attempt got to the end and was not recorded, everything has been carried over.
    if ((await runner.query("SHOW TABLES LIKE 'staged_row'")).length > 0) {
      await carryOverResets(runner);
      await validateAnew(runner);
    }
    await runner.query('DROP TABLE IF EXISTS staged_collision, staged_row');
  }

  async down(): Promise<void> {
    throw new Error('sorted runs cannot be turned back into staged rows: restore a backup');
  }
}

async function carryOverResets(runner: QueryRunner): Promise<void> {
  const chunks: OpenChunk[] = await runner.query(
    `SELECT organization_id, bulk_reset_id, version, number, from_learner, to_learner FROM chunk
     WHERE phase = 'reset' AND state <> 'done'`,
  );
  for (const chunk of chunks) {
    const { organization_id, bulk_reset_id, version, number } = chunk;
    const rows: OldRow[] = await runner.query(
      `SELECT learner_id, course_id, file_row, flags FROM staged_row
       WHERE organization_id = ? AND bulk_reset_id = ? AND version = ? AND learner_id >= ? AND learner_id < ?
         AND flags & ${OLD_RESET | OLD_FAULTS} = ${OLD_RESET} ORDER BY learner_id, course_id`,
      [organization_id, bulk_reset_id, version, chunk.from_learner, chunk.to_learner],
    );
    const pairs = pairColumns(rows.length);
    rows.forEach((row, index) => {
      pairs.learnerIds[index] = row.learner_id;
      pairs.courseIds[index] = row.course_id;
      pairs.fileRows[index] = row.file_row;
      pairs.flags[index] = OLD_RESET;
    });
    await runner.query(
      'REPLACE INTO settled_pairs (organization_id, bulk_reset_id, version, number, packed, courses) VALUES (?, ?, ?, ?, ?, ?)',
      [organization_id, bulk_reset_id, version, number, packPairs(pairs), Buffer.alloc(0)],
    );
  }
}

async function validateAnew(runner: QueryRunner): Promise<void> {
  // Of the version that is being validated; what earlier ones found stays.
  const ofVersionUnderWay = (table: string) =>
    `${table} t JOIN bulk_reset b ON b.id = t.bulk_reset_id AND b.version = t.version`;
  const UNDER_WAY = "b.status IN ('validating', 'settling')";
  for (const table of ['chunk_rows', 'problem'])
    await runner.query(`DELETE t FROM ${ofVersionUnderWay(table)} WHERE ${UNDER_WAY}`);
  await runner.query(
    `DELETE t FROM ${ofVersionUnderWay('chunk')} WHERE ${UNDER_WAY} AND t.phase IN ('settle', 'report', 'reset')`,
  );
  await runner.query(
    `UPDATE ${ofVersionUnderWay('chunk')}
     SET t.state = 'waiting', t.epoch = t.epoch + 1, t.not_before = NULL, t.counts = NULL
     WHERE ${UNDER_WAY} AND t.phase = 'validate' AND t.state <> 'failed'`,
  );
  await runner.query(
    `UPDATE bulk_reset SET status = 'validating', summary = NULL, revision = revision + 1
     WHERE status IN ('validating', 'settling')`,
  );
}
