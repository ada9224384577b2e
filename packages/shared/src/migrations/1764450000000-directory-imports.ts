import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = {
  // What the file is: a bulk reset, or what a directory import loads.
  bulk_reset: { kind: "VARCHAR(20) CHARACTER SET ascii NOT NULL DEFAULT 'reset'" },
  // What the HR system calls the learner: its key stands beside it as that of a login does.
  learner: { external_id: 'VARCHAR(255) NULL', external_key: 'VARCHAR(255) NULL' },
  assignment: { due_at: 'DATETIME(3) NULL' },
};
const KEYS = {
  learner: { learner_external: 'UNIQUE KEY learner_external (organization_id, external_key)' },
  bulk_reset: {
    bulk_reset_of_kind: 'KEY bulk_reset_of_kind (organization_id, kind, id)',
  },
};
/** New ones stand behind, so that the rows that are there stay as they are. */
const PROBLEM_COLUMNS = [
  ...['Row', 'Learner', 'Content', 'Reset required'],
  ...['Learner UUID', 'External ID', 'Login ID', 'Email', 'Name', 'Active'],
  ...['Course UUID', 'Asset ID', 'Title', 'Type', 'Language', 'Status', 'Compliance configured'],
  ...['Restart setting', 'Assigned on', 'Due on'],
  ...['First access', 'Last access', 'Completed on', 'Score', 'Accesses'],
];

/** Adds and changes nothing that an older version reads or writes. May be run again after it was interrupted. */
export class DirectoryImports1764450000000 implements MigrationInterface {
  readonly name = 'DirectoryImports1764450000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(COLUMNS))
      for (const [column, type] of Object.entries(columns))
        if ((await runner.query(`SHOW COLUMNS FROM ${table} LIKE '${column}'`)).length === 0)
          await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
    for (const [table, keys] of Object.entries(KEYS))
      for (const [key, definition] of Object.entries(keys))
        if ((await runner.query(`SHOW INDEX FROM ${table} WHERE Key_name = '${key}'`)).length === 0)
          await runner.query(`ALTER TABLE ${table} ADD ${definition}`);
    await setProblemColumns(runner, PROBLEM_COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      "DELETE FROM problem WHERE column_name NOT IN ('Row', 'Learner', 'Content', 'Reset required')",
    );
    await setProblemColumns(runner, PROBLEM_COLUMNS.slice(0, 4));
    for (const [table, keys] of Object.entries(KEYS))
      for (const key of Object.keys(keys)) await runner.query(`ALTER TABLE ${table} DROP KEY ${key}`);
    for (const [table, columns] of Object.entries(COLUMNS))
      for (const column of Object.keys(columns))
        await runner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
  }
}

const setProblemColumns = (runner: QueryRunner, columns: readonly string[]) =>
  runner.query(
    `ALTER TABLE problem MODIFY column_name ENUM(${columns.map((column) => `'${column}'`).join(', ')}) NOT NULL`,
  );
