import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = {
  // What a request with an Idempotency-Key has created, or which request is at it: its lease is renewed meanwhile.
  idempotency_key: `
    organization_id INT UNSIGNED NOT NULL,
    name VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    holder BINARY(16) NOT NULL,
    lease_until DATETIME(3) NOT NULL,
    fingerprint BINARY(32) NULL,
    resource_uuid BINARY(16) NULL,
    expires_at DATETIME(3) NOT NULL,
    PRIMARY KEY (organization_id, name),
    KEY idempotency_key_expiry (expires_at)`,
  // Upkeep that one worker at a time does, for all organizations: who leads it, and when it was done last.
  upkeep_task: `
    name VARCHAR(40) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    holder BINARY(16) NOT NULL,
    lease_until DATETIME(3) NOT NULL,
    done_at DATETIME(3) NULL`,
  // What has expired and may still lie about: a row goes once all of it is gone.
  removal: `
    organization_id INT UNSIGNED NOT NULL,
    bulk_reset_id BIGINT UNSIGNED NOT NULL,
    what ENUM('files', 'details') NOT NULL,
    PRIMARY KEY (organization_id, bulk_reset_id, what)`,
};

const COLUMNS = {
  bulk_reset: {
    files_expired_at: 'DATETIME(3) NULL',
    details_expired_at: 'DATETIME(3) NULL',
    // What the chunks counted, once they are gone.
    final_counts: 'TEXT NULL',
  },
  bulk_reset_file: { report_sha256: 'BINARY(32) NULL' },
};

const KEYS = {
  bulk_reset_files_kept: '(files_expired_at, finished_at)',
  bulk_reset_details_kept: '(details_expired_at, finished_at)',
};

/** Adds and changes nothing that an older version reads or writes. May be run again after it was interrupted. */
export class IdempotencyAndRetention1764230000000 implements MigrationInterface {
  readonly name = 'IdempotencyAndRetention1764230000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(TABLES))
      await runner.query(
        `CREATE TABLE IF NOT EXISTS ${table} (${columns}) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
      );
    for (const [table, columns] of Object.entries(COLUMNS))
      for (const [column, type] of Object.entries(columns))
        if ((await runner.query(`SHOW COLUMNS FROM ${table} LIKE '${column}'`)).length === 0)
          await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
    for (const [key, columns] of Object.entries(KEYS))
      if ((await runner.query(`SHOW INDEX FROM bulk_reset WHERE Key_name = '${key}'`)).length === 0)
        await runner.query(`ALTER TABLE bulk_reset ADD KEY ${key} ${columns}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const key of Object.keys(KEYS)) await runner.query(`ALTER TABLE bulk_reset DROP KEY ${key}`);
    for (const [table, columns] of Object.entries(COLUMNS))
      for (const column of Object.keys(columns))
        await runner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
    for (const table of Object.keys(TABLES)) await runner.query(`DROP TABLE ${table}`);
  }
}
