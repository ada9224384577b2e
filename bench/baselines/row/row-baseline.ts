import type { Baseline } from '../baseline';
import { listProblems } from '../orm/staged-problems';
import { openOrm, StagedRowEntity } from '../orm/tables';
import { validateFile } from '../orm/validate-file';
import { identifiersOfRow, type KnownCourses } from './identifiers-of-row';
import { resetByRows } from './reset-by-rows';

/** What is written first and without a thought of size: one look-up and one save a row. */
export async function createRowBaseline(databaseUrl: string): Promise<Baseline> {
  const dataSource = await openOrm(databaseUrl);
  const rows = dataSource.getRepository(StagedRowEntity);
  return {
    validate(file) {
      const courses: KnownCourses = new Map();
      return validateFile(dataSource, file, {
        batchSize: 1,
        identifiers: () => identifiersOfRow(dataSource, file.organizationId, courses),
        save: (batch) => rows.save(batch),
      });
    },
    reset: (organizationId) => resetByRows(dataSource, organizationId),
    problems: () => listProblems(dataSource),
    close: () => dataSource.destroy(),
  };
}
