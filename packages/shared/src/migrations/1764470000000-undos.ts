import type { MigrationInterface, QueryRunner } from 'typeorm';

/** New values stand behind, so that the rows that are there stay as they are. */
const PHASES = ['validate', 'settle', 'report', 'reset', 'summarize'];
const CAUSES = ['learner-deactivated', 'content-kind', 'compliance-not-configured'];
const CAUSES_OF_UNDO = ['relaunched', 'reset-by-another'];
const enumOf = (values: readonly string[]) => `ENUM(${values.map((value) => `'${value}'`).join(', ')})`;

/**
 * An undo goes the way of a bulk reset, on the same ledger: its row there, and here what it takes back. Adds and changes
 * nothing that an older version reads or writes. May be run again after it was interrupted.
 */
export class Undos1764470000000 implements MigrationInterface {
  readonly name = 'Undos1764470000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE IF NOT EXISTS bulk_reset_undo (
      undo_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
      organization_id INT UNSIGNED NOT NULL,
      bulk_reset_id BIGINT UNSIGNED NOT NULL,
      version SMALLINT UNSIGNED NOT NULL,
      chosen MEDIUMTEXT NULL,
      KEY bulk_reset_undo_of (organization_id, bulk_reset_id, undo_id)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
    await runner.query(`ALTER TABLE chunk MODIFY phase ${enumOf([...PHASES, 'undo'])} NOT NULL`);
    await runner.query(
      `ALTER TABLE left_out_row MODIFY cause ${enumOf([...CAUSES, ...CAUSES_OF_UNDO])} NOT NULL`,
    );
    if ((await runner.query("SHOW COLUMNS FROM progress_reset LIKE 'withdrawn_by'")).length === 0)
      await runner.query('ALTER TABLE progress_reset ADD COLUMN withdrawn_by BIGINT UNSIGNED NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE progress_reset DROP COLUMN withdrawn_by');
    await runner.query(`DELETE FROM left_out_row WHERE cause IN ('relaunched', 'reset-by-another')`);
    await runner.query(`ALTER TABLE left_out_row MODIFY cause ${enumOf(CAUSES)} NOT NULL`);
    await runner.query("DELETE FROM chunk WHERE phase = 'undo'");
    await runner.query(`ALTER TABLE chunk MODIFY phase ${enumOf(PHASES)} NOT NULL`);
    await runner.query("DELETE FROM bulk_reset WHERE kind = 'undo'");
    await runner.query('DROP TABLE bulk_reset_undo');
  }
}
