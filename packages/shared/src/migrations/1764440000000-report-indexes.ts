import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every filter of the reports that is not bounded otherwise walks along one of these. None of them leads with
 * (organization, learner, course), so that what locks the records of a pair keeps finding them by the primary key.
 * The columns of the key follow each of them by themselves.
 */
const KEYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  learning_record: {
    learning_record_course: '(organization_id, course_id, last_access_at)',
    learning_record_accessed: '(organization_id, last_access_at)',
    learning_record_completed: '(organization_id, completed_at)',
    learning_record_reset: '(organization_id, reset_by)',
  },
  learner: {
    learner_name: '(organization_id, name_key)',
    learner_family_name: '(organization_id, family_name_key)',
  },
  course: { course_title: '(organization_id, title_key)' },
};

/** They follow from what is there, so that an older version goes on writing as it did. */
const COLUMNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  learner: {
    name_key: 'VARCHAR(255) GENERATED ALWAYS AS (LOWER(name)) VIRTUAL',
    family_name_key: "VARCHAR(255) GENERATED ALWAYS AS (LOWER(SUBSTRING_INDEX(name, ' ', -1))) VIRTUAL",
  },
  course: { title_key: 'VARCHAR(255) GENERATED ALWAYS AS (LOWER(LEFT(title, 255))) VIRTUAL' },
};

/** What the reports and the look-up of learners walk along. May be run again after it was interrupted. */
export class ReportIndexes1764440000000 implements MigrationInterface {
  readonly name = 'ReportIndexes1764440000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(COLUMNS))
      for (const [column, definition] of Object.entries(columns))
        if (!(await isThere(runner, `SHOW COLUMNS FROM ${table} WHERE Field = '${column}'`)))
          await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${definition}`);
    for (const [table, keys] of Object.entries(KEYS)) {
      const missing: string[] = [];
      for (const [key, columns] of Object.entries(keys))
        if (!(await isThere(runner, `SHOW INDEX FROM ${table} WHERE Key_name = '${key}'`)))
          missing.push(`ADD KEY ${key} ${columns}`);
      if (missing.length > 0) await runner.query(`ALTER TABLE ${table} ${missing.join(', ')}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, keys] of Object.entries(KEYS))
      await runner.query(
        `ALTER TABLE ${table} ${Object.keys(keys)
          .map((key) => `DROP KEY ${key}`)
          .join(', ')}`,
      );
    for (const [table, columns] of Object.entries(COLUMNS))
      for (const column of Object.keys(columns))
        await runner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
  }
}

const isThere = async (runner: QueryRunner, query: string): Promise<boolean> =>
  (await runner.query(query)).length > 0;
