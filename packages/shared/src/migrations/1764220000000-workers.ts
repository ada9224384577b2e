import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Worker processes, each with its own row, which it renews every few seconds. Of no organization: workers serve all of
 * them, and nothing of any organization stands here.
 */
const WORKER = `CREATE TABLE IF NOT EXISTS worker (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  host VARCHAR(255) NOT NULL,
  pid INT UNSIGNED NOT NULL,
  version VARCHAR(40) NOT NULL,
  started_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  last_heartbeat DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
  state ENUM('working', 'stopping') NOT NULL,
  consuming BOOLEAN NOT NULL,
  waiting_for ENUM('database', 'redis', 'storage') NULL,
  chunks_in_hand SMALLINT UNSIGNED NOT NULL,
  UNIQUE KEY worker_name (name),
  KEY worker_heartbeat (last_heartbeat)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`;

/** Workers announce themselves. May be run again after it was interrupted. */
export class Workers1764220000000 implements MigrationInterface {
  readonly name = 'Workers1764220000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(WORKER);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS worker');
  }
}
