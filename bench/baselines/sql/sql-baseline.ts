import type { Baseline, FoundProblem } from '../baseline';
import { countFindings } from './count-findings';
import { listCourseNames } from './course-side';
import { createProblemTable, findProblems, PROBLEM } from './find-problems';
import { listLocalizedWords } from './form-rules';
import { listSharedEmails } from './learner-side';
import { resetPairs } from './reset-pairs';
import { createPairTable, resolveRows } from './resolve-rows';
import { settlePairs } from './settle-pairs';
import { openSqlConnection } from './sql-connection';
import { stageFile } from './stage-file';
import { writeReport } from './write-report';

/** What an expert would write by hand for this one job: everything in SQL, over one connection. */
export async function createSqlBaseline(databaseUrl: string): Promise<Baseline> {
  const sql = await openSqlConnection(databaseUrl);
  return {
    async validate({ organizationId, path, reportPath }) {
      await createPairTable(sql);
      await createProblemTable(sql);
      const file = await stageFile(sql, path);
      await listCourseNames(sql, organizationId, file.columns);
      await listSharedEmails(sql, organizationId);
      await listLocalizedWords(sql);
      await resolveRows(sql, organizationId, file);
      await findProblems(sql, organizationId, file);
      await settlePairs(sql);
      await writeReport(sql, file, reportPath);
      return countFindings(sql, organizationId);
    },
    reset: (organizationId) => resetPairs(sql, organizationId),
    problems: () =>
      sql.rows<FoundProblem>(`SELECT file_row AS \`row\`, code, column_name AS \`column\`, severity, sentence
        FROM ${PROBLEM} ORDER BY file_row, position`),
    close: () => sql.raw.end(),
  };
}
