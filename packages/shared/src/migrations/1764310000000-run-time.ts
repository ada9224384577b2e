import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  // How far each unit of an attempt is, and what it keeps. The row with the empty name holds what units share.
  `CREATE TABLE IF NOT EXISTS attempt_unit (
    organization_id INT UNSIGNED NOT NULL,
    learner_id BIGINT UNSIGNED NOT NULL,
    course_id INT UNSIGNED NOT NULL,
    attempt SMALLINT UNSIGNED NOT NULL,
    unit VARCHAR(255) NOT NULL,
    completion ENUM('completed', 'incomplete', 'not-attempted', 'unknown') NOT NULL DEFAULT 'unknown',
    success ENUM('passed', 'failed', 'unknown') NOT NULL DEFAULT 'unknown',
    score DECIMAL(5, 2) NULL,
    progress DECIMAL(5, 4) NULL,
    total_seconds INT UNSIGNED NOT NULL DEFAULT 0,
    data MEDIUMTEXT NOT NULL,
    sequence INT UNSIGNED NOT NULL DEFAULT 0,
    launch_id BIGINT UNSIGNED NOT NULL,
    changed_at DATETIME(3) NOT NULL,
    PRIMARY KEY (organization_id, learner_id, course_id, attempt, unit)
  )`,
  // What opens the content of one launch, on a host that knows no session. Only its hash is kept.
  `CREATE TABLE IF NOT EXISTS launch_token (
    token_hash BINARY(32) NOT NULL PRIMARY KEY,
    organization_id INT UNSIGNED NOT NULL,
    launch_id BIGINT UNSIGNED NOT NULL,
    package_uuid BINARY(16) NOT NULL,
    application VARCHAR(300) NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    KEY launch_token_launch (organization_id, launch_id),
    KEY launch_token_expires (expires_at)
  )`,
];

/** What content keeps while it runs. May be run again after it was interrupted, and beside the older version. */
export class RunTime1764310000000 implements MigrationInterface {
  readonly name = 'RunTime1764310000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await runner.query(`${table} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
    // A refused commit may be as large as one that is taken.
    await runner.query('ALTER TABLE refused_commit MODIFY body MEDIUMTEXT NOT NULL');
    if ((await runner.query("SHOW COLUMNS FROM learning_record LIKE 'total_seconds'")).length > 0) return;
    await runner.query(
      'ALTER TABLE learning_record ADD COLUMN total_seconds INT UNSIGNED NOT NULL DEFAULT 0',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE learning_record DROP COLUMN total_seconds');
    await runner.query('DROP TABLE IF EXISTS launch_token, attempt_unit');
  }
}
