import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE IF NOT EXISTS content_package (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    organization_id INT UNSIGNED NOT NULL,
    uuid BINARY(16) NOT NULL,
    course_id INT UNSIGNED NOT NULL,
    version INT UNSIGNED NOT NULL,
    standard ENUM('scorm-1.2', 'scorm-2004', 'aicc', 'skillsoft') NOT NULL,
    edition VARCHAR(100) NULL,
    title VARCHAR(500) NOT NULL,
    storage_prefix VARCHAR(255) CHARACTER SET ascii NOT NULL,
    units MEDIUMTEXT NOT NULL,
    files INT UNSIGNED NOT NULL,
    bytes BIGINT UNSIGNED NOT NULL,
    sha256 CHAR(64) CHARACTER SET ascii NOT NULL,
    uploaded_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
    uploaded_by_kind ENUM('user', 'api-key', 'system') NOT NULL,
    uploaded_by_id INT UNSIGNED NULL,
    uploaded_by_name VARCHAR(255) NOT NULL,
    UNIQUE KEY content_package_uuid (organization_id, uuid),
    UNIQUE KEY content_package_version (organization_id, course_id, version)
  )`,
  // Files that are on their way into the store and belong to no package yet. Upkeep removes what a dead process left.
  `CREATE TABLE IF NOT EXISTS content_import (
    organization_id INT UNSIGNED NOT NULL,
    uuid BINARY(16) NOT NULL,
    storage_prefix VARCHAR(255) CHARACTER SET ascii NOT NULL,
    paths MEDIUMTEXT NOT NULL,
    touched_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
    PRIMARY KEY (organization_id, uuid),
    KEY content_import_touched (touched_at)
  )`,
];

/** What courses are made of: each import is another version, and learners' records know nothing of it. */
export class ContentPackages1764300000000 implements MigrationInterface {
  readonly name = 'ContentPackages1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await runner.query(`${table} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS content_package, content_import');
  }
}
