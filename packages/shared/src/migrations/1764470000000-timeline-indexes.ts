import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the timeline of a course walks along, newest first; a learner's is short, and is sorted. */
const KEYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  launch: {
    launch_course: '(organization_id, course_id, created_at)',
    launch_course_acknowledged: '(organization_id, course_id, acknowledged_at)',
  },
  learning_record: { learning_record_course_completed: '(organization_id, course_id, completed_at)' },
  progress_reset: {
    progress_reset_course: '(organization_id, course_id, reset_at)',
    progress_reset_course_withdrawn: '(organization_id, course_id, withdrawn_at)',
  },
};

/** May be run again after it was interrupted. */
export class TimelineIndexes1764470000000 implements MigrationInterface {
  readonly name = 'TimelineIndexes1764470000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, keys] of Object.entries(KEYS))
      for (const [key, columns] of Object.entries(keys)) {
        const found = await runner.query(`SHOW INDEX FROM ${table} WHERE Key_name = '${key}'`);
        if (found.length === 0) await runner.query(`ALTER TABLE ${table} ADD KEY ${key} ${columns}`);
      }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, keys] of Object.entries(KEYS))
      for (const key of Object.keys(keys)) await runner.query(`ALTER TABLE ${table} DROP KEY ${key}`);
  }
}
