import { createDataSource } from '@reset/shared/database/data-source';
import { Course, LearningRecord, ProgressReset } from '@reset/shared/entities/learning';
import { Learner } from '@reset/shared/entities/people';
import { DataSource, type DataSourceOptions, EntitySchema } from 'typeorm';

/** A row of the file, judged. Ids are `null` where it names nobody or nothing. */
export type StagedRow = {
  fileRow: number;
  learnerId: number | null;
  courseId: number | null;
  reset: boolean | null;
  withError: boolean;
  beside: 'alone' | 'repeated' | 'contradicts';
};
export const StagedRowEntity = new EntitySchema<StagedRow>({
  name: 'StagedRow',
  tableName: 'orm_row',
  columns: {
    fileRow: { type: 'int', unsigned: true, primary: true, name: 'file_row' },
    learnerId: { type: 'bigint', unsigned: true, nullable: true, name: 'learner_id' },
    courseId: { type: 'int', unsigned: true, nullable: true, name: 'course_id' },
    reset: { type: 'boolean', nullable: true },
    withError: { type: 'boolean', name: 'with_error' },
    beside: { type: 'varchar' },
  },
});

export type StagedProblem = {
  id: number;
  fileRow: number;
  position: number;
  code: string;
  columnName: string;
  severity: 'error' | 'warning';
  sentence: string;
};
export const StagedProblemEntity = new EntitySchema<StagedProblem>({
  name: 'StagedProblem',
  tableName: 'orm_problem',
  columns: {
    id: { type: 'bigint', unsigned: true, primary: true, generated: true },
    fileRow: { type: 'int', unsigned: true, name: 'file_row' },
    position: { type: 'tinyint', unsigned: true },
    code: { type: 'varchar' },
    columnName: { type: 'varchar', name: 'column_name' },
    severity: { type: 'varchar' },
    sentence: { type: 'text' },
  },
});

const TABLES = [
  `CREATE TABLE orm_row (
    file_row INT UNSIGNED NOT NULL PRIMARY KEY,
    learner_id BIGINT UNSIGNED NULL,
    course_id INT UNSIGNED NULL,
    reset BOOLEAN NULL,
    with_error BOOLEAN NOT NULL,
    beside VARCHAR(20) NOT NULL,
    KEY orm_row_pair (learner_id, course_id)
  )`,
  `CREATE TABLE orm_problem (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    file_row INT UNSIGNED NOT NULL,
    position TINYINT UNSIGNED NOT NULL,
    code VARCHAR(40) NOT NULL,
    column_name VARCHAR(20) NOT NULL,
    severity VARCHAR(10) NOT NULL,
    sentence TEXT NOT NULL,
    KEY orm_problem_row (file_row)
  )`,
];

/** The product's entities for what is there, two of its own for what is found. */
export function openOrm(databaseUrl: string): Promise<DataSource> {
  const options = createDataSource(databaseUrl).options;
  const entities = [Learner, Course, LearningRecord, ProgressReset, StagedRowEntity, StagedProblemEntity];
  return new DataSource({ ...options, entities, migrations: [] } as DataSourceOptions).initialize();
}

export async function createOrmTables(dataSource: DataSource): Promise<void> {
  await dataSource.query('DROP TABLE IF EXISTS orm_row, orm_problem');
  for (const table of TABLES)
    await dataSource.query(`${table} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
}
