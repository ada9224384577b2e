import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The tables of the spine. `id` is a number that never leaves the system; `uuid` is what people and programs see.
 * Every table belongs to an organization and leads its keys with it.
 *
 * Foreign keys guard the small tables only. None leads from staged rows or marks to `bulk_reset`, because its shared
 * lock deadlocks with the counters, and none to learners and courses, which are never deleted.
 */
const TABLES = [
  `CREATE TABLE organization (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    uuid BINARY(16) NOT NULL,
    name VARCHAR(255) NOT NULL,
    created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
    UNIQUE KEY organization_uuid (uuid)
  )`,
  `CREATE TABLE learner (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    organization_id INT UNSIGNED NOT NULL,
    uuid BINARY(16) NOT NULL,
    login_id VARCHAR(255) NOT NULL,
    login_key VARCHAR(255) NOT NULL,
    email VARCHAR(255) NULL,
    email_key VARCHAR(255) NULL,
    name VARCHAR(255) NOT NULL,
    status ENUM('active', 'deactivated') NOT NULL DEFAULT 'active',
    UNIQUE KEY learner_uuid (organization_id, uuid),
    UNIQUE KEY learner_login (organization_id, login_key),
    KEY learner_email (organization_id, email_key),
    CONSTRAINT learner_organization FOREIGN KEY (organization_id) REFERENCES organization (id),
    CONSTRAINT learner_email_has_at CHECK (email_key IS NULL OR email_key LIKE '%@%')
  )`,
  `CREATE TABLE course (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    organization_id INT UNSIGNED NOT NULL,
    uuid BINARY(16) NOT NULL,
    asset_id VARCHAR(255) NOT NULL,
    asset_key VARCHAR(255) NOT NULL,
    title VARCHAR(500) NOT NULL,
    kind ENUM('skillsoft', 'compliance', 'custom-aicc', 'custom-scorm-1.2', 'custom-scorm-2004',
      'video', 'book', 'audiobook', 'journey', 'link') NOT NULL,
    compliance_configured BOOLEAN NOT NULL DEFAULT FALSE,
    status ENUM('active', 'retired') NOT NULL DEFAULT 'active',
    language VARCHAR(35) NOT NULL DEFAULT 'en',
    UNIQUE KEY course_uuid (organization_id, uuid),
    KEY course_asset (organization_id, asset_key),
    CONSTRAINT course_organization FOREIGN KEY (organization_id) REFERENCES organization (id)
  )`,
  `CREATE TABLE user_account (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    organization_id INT UNSIGNED NOT NULL,
    login VARCHAR(255) NOT NULL,
    login_key VARCHAR(255) NOT NULL,
    name VARCHAR(255) NOT NULL,
    role ENUM('administrator', 'support', 'learner') NOT NULL,
    learner_id BIGINT UNSIGNED NULL,
    password_hash VARCHAR(255) NOT NULL,
    active BOOLEAN NOT NULL DEFAULT TRUE,
    created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
    UNIQUE KEY user_account_login (login_key),
    CONSTRAINT user_account_organization FOREIGN KEY (organization_id) REFERENCES organization (id)
  )`,
  `CREATE TABLE api_key (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    organization_id INT UNSIGNED NOT NULL,
    name VARCHAR(255) NOT NULL,
    role ENUM('administrator', 'support', 'learner') NOT NULL,
    secret_hash BINARY(32) NOT NULL,
    created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
    revoked_at DATETIME(3) NULL,
    UNIQUE KEY api_key_secret (secret_hash),
    CONSTRAINT api_key_organization FOREIGN KEY (organization_id) REFERENCES organization (id)
  )`,
  `CREATE TABLE assignment (
    organization_id INT UNSIGNED NOT NULL,
    learner_id BIGINT UNSIGNED NOT NULL,
    course_id INT UNSIGNED NOT NULL,
    restart_setting ENUM('never', 'after-completion', 'always') NOT NULL DEFAULT 'never',
    assigned_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
    PRIMARY KEY (organization_id, learner_id, course_id)
  )`,
  // One attempt of one learner at one course. A reset never changes it.
  `CREATE TABLE learning_record (
    organization_id INT UNSIGNED NOT NULL,
    learner_id BIGINT UNSIGNED NOT NULL,
    course_id INT UNSIGNED NOT NULL,
    attempt SMALLINT UNSIGNED NOT NULL,
    status ENUM('started', 'completed', 'restarted') NOT NULL,
    started_at DATETIME(3) NOT NULL,
    last_access_at DATETIME(3) NOT NULL,
    completed_at DATETIME(3) NULL,
    accesses INT UNSIGNED NOT NULL DEFAULT 1,
    score DECIMAL(5, 2) NULL,
    content_state MEDIUMTEXT NULL,
    sequence INT UNSIGNED NOT NULL DEFAULT 0,
    reset_at DATETIME(3) NULL,
    reset_by BIGINT UNSIGNED NULL,
    PRIMARY KEY (organization_id, learner_id, course_id, attempt)
  )`,
  // A learner opening a course. It belongs to one learning record once it is open.
  `CREATE TABLE launch (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    organization_id INT UNSIGNED NOT NULL,
    uuid BINARY(16) NOT NULL,
    learner_id BIGINT UNSIGNED NOT NULL,
    course_id INT UNSIGNED NOT NULL,
    attempt SMALLINT UNSIGNED NULL,
    state ENUM('message', 'open') NOT NULL,
    created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
    acknowledged_at DATETIME(3) NULL,
    UNIQUE KEY launch_uuid (organization_id, uuid),
    KEY launch_pair (organization_id, learner_id, course_id)
  )`,
  // Late commits of an attempt that a reset has ended: refused, and kept here for audit.
  `CREATE TABLE refused_commit (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    organization_id INT UNSIGNED NOT NULL,
    launch_id BIGINT UNSIGNED NOT NULL,
    code VARCHAR(40) CHARACTER SET ascii NOT NULL,
    body TEXT NOT NULL,
    refused_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
    KEY refused_commit_launch (organization_id, launch_id)
  )`,
  `CREATE TABLE bulk_reset (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    organization_id INT UNSIGNED NOT NULL,
    uuid BINARY(16) NOT NULL,
    status ENUM('uploaded', 'inspecting', 'validating', 'settling', 'needs-fixes', 'ready', 'awaiting-approval',
      'scheduled', 'resetting', 'pausing', 'paused', 'cancelling', 'completed', 'refused', 'cancelled', 'failed') NOT NULL,
    version SMALLINT UNSIGNED NOT NULL DEFAULT 1,
    revision INT UNSIGNED NOT NULL DEFAULT 1,
    created_by_kind ENUM('user', 'api-key') NOT NULL,
    created_by_id INT UNSIGNED NOT NULL,
    created_by_name VARCHAR(255) NOT NULL,
    confirm_when_valid BOOLEAN NOT NULL DEFAULT FALSE,
    reason VARCHAR(500) NULL,
    confirmed_version SMALLINT UNSIGNED NULL,
    confirmed_at DATETIME(3) NULL,
    confirmed_by_kind ENUM('user', 'api-key') NULL,
    confirmed_by_id INT UNSIGNED NULL,
    confirmed_by_name VARCHAR(255) NULL,
    summary MEDIUMTEXT NULL,
    failure VARCHAR(100) NULL,
    created_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
    finished_at DATETIME(3) NULL,
    UNIQUE KEY bulk_reset_uuid (uuid),
    KEY bulk_reset_of_organization (organization_id, id),
    KEY bulk_reset_status (status, id),
    CONSTRAINT bulk_reset_organization FOREIGN KEY (organization_id) REFERENCES organization (id)
  )`,
  // One version of the file of a bulk reset, as the one pass over it found it.
  `CREATE TABLE bulk_reset_file (
    organization_id INT UNSIGNED NOT NULL,
    bulk_reset_id BIGINT UNSIGNED NOT NULL,
    version SMALLINT UNSIGNED NOT NULL,
    name VARCHAR(255) NOT NULL,
    storage_key VARCHAR(255) CHARACTER SET ascii NOT NULL,
    report_key VARCHAR(255) CHARACTER SET ascii NULL,
    bytes BIGINT UNSIGNED NOT NULL,
    sha256 BINARY(32) NOT NULL,
    format MEDIUMTEXT NOT NULL,
    data_rows INT UNSIGNED NOT NULL,
    blank_rows INT UNSIGNED NOT NULL,
    uploaded_at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
    PRIMARY KEY (bulk_reset_id, version),
    CONSTRAINT bulk_reset_file_of FOREIGN KEY (bulk_reset_id) REFERENCES bulk_reset (id)
  )`,
  // The ledger: a contiguous part of a bulk reset, its state, owner and counts. Effects commit together with it.
  `CREATE TABLE chunk (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    organization_id INT UNSIGNED NOT NULL,
    bulk_reset_id BIGINT UNSIGNED NOT NULL,
    version SMALLINT UNSIGNED NOT NULL,
    phase ENUM('validate', 'settle', 'report', 'reset') NOT NULL,
    number INT UNSIGNED NOT NULL,
    data_rows INT UNSIGNED NOT NULL,
    first_row INT UNSIGNED NULL,
    records INT UNSIGNED NULL,
    start_byte BIGINT UNSIGNED NULL,
    end_byte BIGINT UNSIGNED NULL,
    crc32 INT UNSIGNED NULL,
    quoted BOOLEAN NULL,
    from_learner BIGINT UNSIGNED NULL,
    to_learner BIGINT UNSIGNED NULL,
    state ENUM('waiting', 'queued', 'running', 'done', 'failed') NOT NULL DEFAULT 'waiting',
    epoch INT UNSIGNED NOT NULL DEFAULT 1,
    attempts TINYINT UNSIGNED NOT NULL DEFAULT 0,
    losses TINYINT UNSIGNED NOT NULL DEFAULT 0,
    not_before DATETIME(3) NULL,
    queued_at DATETIME(3) NULL,
    started_at DATETIME(3) NULL,
    finished_at DATETIME(3) NULL,
    counts TEXT NULL,
    rows_reset INT UNSIGNED NOT NULL DEFAULT 0,
    rows_nothing_to_reset INT UNSIGNED NOT NULL DEFAULT 0,
    rows_changed INT UNSIGNED NOT NULL DEFAULT 0,
    UNIQUE KEY chunk_number (bulk_reset_id, version, phase, number),
    KEY chunk_due (state, bulk_reset_id, phase, number),
    CONSTRAINT chunk_of FOREIGN KEY (bulk_reset_id) REFERENCES bulk_reset (id)
  )`,
  // Renewed while a chunk runs. A table of its own, so that a renewal never waits for the fence.
  `CREATE TABLE chunk_lease (
    organization_id INT UNSIGNED NOT NULL,
    chunk_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    epoch INT UNSIGNED NOT NULL,
    worker VARCHAR(100) NOT NULL,
    connection_id BIGINT UNSIGNED NULL,
    lease_until DATETIME(3) NOT NULL,
    rows_done INT UNSIGNED NOT NULL DEFAULT 0
  )`,
  // What the records of a validated chunk lead to, in file order, packed: for downloads in row order.
  `CREATE TABLE chunk_rows (
    organization_id INT UNSIGNED NOT NULL,
    bulk_reset_id BIGINT UNSIGNED NOT NULL,
    version SMALLINT UNSIGNED NOT NULL,
    number INT UNSIGNED NOT NULL,
    packed MEDIUMBLOB NOT NULL,
    PRIMARY KEY (organization_id, bulk_reset_id, version, number)
  )`,
  // The pairs of a file: the key finds repetitions on insertion, and they lie sorted for the reset.
  `CREATE TABLE staged_row (
    organization_id INT UNSIGNED NOT NULL,
    bulk_reset_id BIGINT UNSIGNED NOT NULL,
    version SMALLINT UNSIGNED NOT NULL,
    learner_id BIGINT UNSIGNED NOT NULL,
    course_id INT UNSIGNED NOT NULL,
    file_row INT UNSIGNED NOT NULL,
    flags TINYINT UNSIGNED NOT NULL,
    PRIMARY KEY (organization_id, bulk_reset_id, version, learner_id, course_id)
  )`,
  // Rows whose pair another row has staged already; settled by row number when the last chunk is in.
  `CREATE TABLE staged_collision (
    organization_id INT UNSIGNED NOT NULL,
    bulk_reset_id BIGINT UNSIGNED NOT NULL,
    version SMALLINT UNSIGNED NOT NULL,
    learner_id BIGINT UNSIGNED NOT NULL,
    course_id INT UNSIGNED NOT NULL,
    file_row INT UNSIGNED NOT NULL,
    flags TINYINT UNSIGNED NOT NULL,
    PRIMARY KEY (organization_id, bulk_reset_id, version, learner_id, course_id, file_row)
  )`,
  `CREATE TABLE problem (
    organization_id INT UNSIGNED NOT NULL,
    bulk_reset_id BIGINT UNSIGNED NOT NULL,
    version SMALLINT UNSIGNED NOT NULL,
    file_row INT UNSIGNED NOT NULL,
    position TINYINT UNSIGNED NOT NULL,
    code VARCHAR(40) CHARACTER SET ascii NOT NULL,
    column_name ENUM('Row', 'Learner', 'Content', 'Reset required') NOT NULL,
    severity ENUM('error', 'warning') NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY (organization_id, bulk_reset_id, version, file_row, position),
    KEY problem_group (organization_id, bulk_reset_id, version, code, column_name, severity, file_row)
  )`,
  // The mark that one learner's progress in one course was reset by one bulk reset. Open until acknowledged or withdrawn.
  `CREATE TABLE progress_reset (
    organization_id INT UNSIGNED NOT NULL,
    learner_id BIGINT UNSIGNED NOT NULL,
    course_id INT UNSIGNED NOT NULL,
    bulk_reset_id BIGINT UNSIGNED NOT NULL,
    file_row INT UNSIGNED NOT NULL,
    reset_at DATETIME(3) NOT NULL,
    acknowledged_at DATETIME(3) NULL,
    opened_attempt SMALLINT UNSIGNED NULL,
    withdrawn_at DATETIME(3) NULL,
    PRIMARY KEY (organization_id, learner_id, course_id, bulk_reset_id)
  )`,
  // What was valid and was not reset: "changed since validation", with what had changed.
  `CREATE TABLE left_out_row (
    organization_id INT UNSIGNED NOT NULL,
    bulk_reset_id BIGINT UNSIGNED NOT NULL,
    learner_id BIGINT UNSIGNED NOT NULL,
    course_id INT UNSIGNED NOT NULL,
    file_row INT UNSIGNED NOT NULL,
    cause ENUM('learner-deactivated', 'content-kind', 'compliance-not-configured') NOT NULL,
    PRIMARY KEY (organization_id, bulk_reset_id, learner_id, course_id)
  )`,
  `CREATE TABLE audit_event (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    organization_id INT UNSIGNED NOT NULL,
    at DATETIME(3) NOT NULL DEFAULT (UTC_TIMESTAMP(3)),
    actor_kind ENUM('user', 'api-key', 'learner', 'system') NOT NULL,
    actor_id BIGINT UNSIGNED NULL,
    actor_name VARCHAR(255) NOT NULL,
    action VARCHAR(60) CHARACTER SET ascii NOT NULL,
    subject_kind VARCHAR(40) CHARACTER SET ascii NOT NULL,
    subject_id BIGINT UNSIGNED NOT NULL,
    details TEXT NOT NULL,
    KEY audit_event_subject (organization_id, subject_kind, subject_id, id)
  )`,
];

export class Spine1764000000000 implements MigrationInterface {
  readonly name = 'Spine1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    // `utf8mb4_bin`: a case-insensitive collation also folds accents and would match the wrong person.
    for (const table of TABLES)
      await runner.query(`${table} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse())
      await runner.query(`DROP TABLE ${/CREATE TABLE (\w+)/.exec(table)?.[1]}`);
  }
}
