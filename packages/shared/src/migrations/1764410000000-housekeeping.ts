import type { MigrationInterface, QueryRunner } from 'typeorm';

const KINDS = ['files', 'details', 'staged', 'superseded'];

// A file that is on its way into the store, or lies there, and that no bulk reset has yet.
const UNCLAIMED_FILE = `CREATE TABLE IF NOT EXISTS unclaimed_file (
  organization_id INT UNSIGNED NOT NULL,
  storage_key VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  begun_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  taken BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (organization_id, storage_key),
  KEY unclaimed_file_begun (begun_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`;

/** What upkeep has to know to remove what nobody needs any more. May be run again after it was interrupted. */
export class Housekeeping1764410000000 implements MigrationInterface {
  readonly name = 'Housekeeping1764410000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UNCLAIMED_FILE);
    await runner.query(
      `ALTER TABLE removal MODIFY what ENUM(${KINDS.map((kind) => `'${kind}'`).join(', ')}) NOT NULL`,
    );
    if ((await runner.query("SHOW COLUMNS FROM removal LIKE 'asked_at'")).length > 0) return;
    await runner.query(
      'ALTER TABLE removal ADD COLUMN asked_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3))',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM removal WHERE what IN ('staged', 'superseded')");
    await runner.query(
      "ALTER TABLE removal DROP COLUMN asked_at, MODIFY what ENUM('files', 'details') NOT NULL",
    );
    await runner.query('DROP TABLE IF EXISTS unclaimed_file');
  }
}
