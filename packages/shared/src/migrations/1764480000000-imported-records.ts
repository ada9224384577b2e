import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which learning records came from a file and not from a launch, and what the HR system calls them. A table of its own,
 * so that the records themselves stay as they are, however many there are.
 */
const TABLE = `CREATE TABLE IF NOT EXISTS imported_record (
  organization_id INT UNSIGNED NOT NULL,
  learner_id BIGINT UNSIGNED NOT NULL,
  course_id INT UNSIGNED NOT NULL,
  attempt SMALLINT UNSIGNED NOT NULL,
  external_id VARCHAR(255) NULL,
  external_key VARCHAR(255) NULL,
  PRIMARY KEY (organization_id, learner_id, course_id, attempt),
  UNIQUE KEY imported_record_external (organization_id, external_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`;

/** Adds and changes nothing that an older version reads or writes. May be run again after it was interrupted. */
export class ImportedRecords1764480000000 implements MigrationInterface {
  readonly name = 'ImportedRecords1764480000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    const [{ Type: type }]: [{ Type: string }] = await runner.query(
      "SHOW COLUMNS FROM problem LIKE 'column_name'",
    );
    if (type.includes("'Record ID'")) return;
    // Behind the others, so that the rows that are there stay as they are.
    await runner.query(
      `ALTER TABLE problem MODIFY column_name ${type.replace(/\)$/, ",'Record ID')")} NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS imported_record');
    await runner.query("DELETE FROM problem WHERE column_name = 'Record ID'");
    const [{ Type: type }]: [{ Type: string }] = await runner.query(
      "SHOW COLUMNS FROM problem LIKE 'column_name'",
    );
    await runner.query(`ALTER TABLE problem MODIFY column_name ${type.replace(",'Record ID'", '')} NOT NULL`);
  }
}
