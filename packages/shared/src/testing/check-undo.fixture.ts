import { isDeepStrictEqual } from 'node:util';
import type { DataSource } from 'typeorm';
import type { LeftPage, UndoView } from '../contracts/undo';
import type { BulkResetClient } from './bulk-reset-client.fixture';
import { differs } from './check-bulk-reset.fixture';
import { until } from './running-system.fixture';
import { judgeUndo, type LeftRow, type MarkState, type UndoAsked } from './undo-oracle.fixture';

/** Every mark of an organization, in the order of its key. */
export async function readMarks(dataSource: DataSource, organizationId: number): Promise<MarkState[]> {
  const rows: MarkRow[] = await dataSource.query(
    `SELECT learner_id AS l, course_id AS c, file_row AS r, bulk_reset_id AS b,
       acknowledged_at IS NOT NULL AS acknowledged, withdrawn_by AS w
     FROM progress_reset WHERE organization_id = ? ORDER BY learner_id, course_id, bulk_reset_id`,
    [organizationId],
  );
  return rows.map(({ l, c, r, b, acknowledged, w }) => ({
    learnerId: Number(l),
    courseId: c,
    fileRow: r,
    bulkResetId: Number(b),
    acknowledged: Number(acknowledged) === 1,
    withdrawnBy: w === null ? null : Number(w),
  }));
}
type MarkRow = Record<'l' | 'b' | 'acknowledged', string | number> & {
  c: number;
  r: number;
  w: string | number | null;
};

/** The number behind a UUID, of a bulk reset or an undo. */
export async function numberOf(dataSource: DataSource, uuid: string): Promise<number> {
  const [{ id }]: [{ id: string }] = await dataSource.query(
    'SELECT id FROM bulk_reset WHERE uuid = UNHEX(?)',
    [uuid.replaceAll('-', '')],
  );
  return Number(id);
}

/** Learning records as they are, for comparison: an undo changes none of them. */
export const readRecords = (dataSource: DataSource, organizationId: number): Promise<object[]> =>
  dataSource.query(
    'SELECT * FROM learning_record WHERE organization_id = ? ORDER BY learner_id, course_id, attempt',
    [organizationId],
  );

/** What the API says of an undo: the view, and everybody who is left, page by page. */
export function undoReader({ ask }: Pick<BulkResetClient, 'ask'>, bulkResetId: string, undoId: string) {
  const path = `/${bulkResetId}/undos/${undoId}`;
  const read = async <Body>(target: string): Promise<Body | undefined> => {
    const response = await ask(target).catch(() => undefined);
    return response?.ok ? ((await response.json()) as Body) : undefined;
  };
  return {
    show: () => read<UndoView>(path),
    left: async (): Promise<LeftRow[]> => {
      const rows: LeftRow[] = [];
      let cursor = '';
      do {
        const page = await until(() => read<LeftPage>(`${path}/left?limit=5${cursor}`));
        rows.push(...page.left.map(({ row, cause }) => ({ fileRow: row, cause })));
        cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : '';
      } while (cursor);
      return rows;
    },
  };
}

/** What a completed undo left, where nobody else did anything meanwhile. @returns what is wrong, in words */
export async function checkUndo(
  dataSource: DataSource,
  client: Pick<BulkResetClient, 'ask'>,
  {
    organizationId,
    bulkReset,
    undo,
    before,
    isChosen = () => true,
  }: {
    organizationId: number;
    bulkReset: string;
    undo: string;
    before: { marks: readonly MarkState[]; records: readonly object[] };
    isChosen?: UndoAsked['isChosen'];
  },
): Promise<string[]> {
  const reader = undoReader(client, bulkReset, undo);
  const [bulkResetId, undoId] = [await numberOf(dataSource, bulkReset), await numberOf(dataSource, undo)];
  const verdict = judgeUndo(before.marks, { bulkResetId, undoId, isChosen });
  const view = await until(() => reader.show());
  const count = async (sql: string, parameters: unknown[]) =>
    Number((await dataSource.query(`SELECT COUNT(*) AS n FROM ${sql}`, parameters))[0].n);
  const byRow = (one: LeftRow, other: LeftRow) => one.fileRow - other.fileRow;
  const records = await readRecords(dataSource, organizationId);
  return [
    ...differs('status of the undo', view.status, 'completed'),
    ...differs('counts of the undo', view.counts, verdict.counts),
    ...differs('percent of the undo', view.progress.percent, 100),
    ...differs('left', (await reader.left()).sort(byRow), [...verdict.left].sort(byRow)),
    ...differs('marks after the undo', await readMarks(dataSource, organizationId), verdict.marks),
    ...(isDeepStrictEqual(records, before.records) ? [] : ['a learning record has changed']),
    ...differs(
      'open chunks of the undo',
      await count("chunk WHERE bulk_reset_id = ? AND state <> 'done'", [undoId]),
      0,
    ),
    ...differs(
      'audits of the undo',
      await count(
        "audit_event WHERE subject_kind = 'undo' AND subject_id = ? AND action = 'undo.completed'",
        [undoId],
      ),
      1,
    ),
  ];
}
