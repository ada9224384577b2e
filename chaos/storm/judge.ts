import { setTimeout as delay } from 'node:timers/promises';
import { BulkResetView, type Counts } from '@reset/shared/contracts/bulk-reset';
import { LeftPage, UndoView } from '@reset/shared/contracts/undo';
import {
  checkQueueEmpty,
  differs,
  inOrder,
  readLedger,
} from '@reset/shared/testing/check-bulk-reset.fixture';
import { numberOf, readMarks } from '@reset/shared/testing/check-undo.fixture';
import {
  type ExpectedMark,
  judgeFile,
  judgeReset,
  pairKey,
  type World,
} from '@reset/shared/testing/oracle.fixture';
import { judgePastUndo, type MarkState } from '@reset/shared/testing/undo-oracle.fixture';
import type { DataSource } from 'typeorm';
import { jsonOf } from '../clients/http-client';
import type { StormClient } from './storm-client';
import type { StormSystem } from './storm-system';
import type { Ledger, Told } from './told';

export type Judged = { client: StormClient; id: number; world: World };
/** How long work may take to come to rest, once nothing breaks any more. */
const HEALED_WITHIN_MS = 120_000;

/** Compares everything that is there with everything that was asked and answered. @returns what is wrong */
export async function judge(
  { system }: StormSystem,
  ledger: Ledger,
  organizations: readonly Judged[],
): Promise<string[]> {
  const { dataSource } = system;
  const violations = [...ledger.violations];
  for (const told of ledger.told)
    for (const wrong of await judgeBulkReset(dataSource, told, organizations[told.organization] as Judged))
      violations.push(`${told.id}: ${wrong}`);
  for (const told of ledger.told)
    for (const wrong of await judgeUndos(dataSource, told, organizations[told.organization] as Judged))
      violations.push(`${told.id}: ${wrong}`);
  violations.push(...(await judgeUploads(dataSource, ledger)));
  for (const { id, world } of organizations) violations.push(...(await judgeLearners(dataSource, id, world)));
  violations.push(...(await judgeBorders(dataSource)));
  let left = await checkQueueEmpty(system);
  for (const end = Date.now() + HEALED_WITHIN_MS; left.length > 0 && Date.now() < end; ) {
    await delay(500);
    left = await checkQueueEmpty(system);
  }
  return [...violations, ...left];
}

async function judgeBulkReset(
  dataSource: DataSource,
  told: Told,
  { client, world }: Judged,
): Promise<string[]> {
  const verdict = judgeFile(told.csv, world);
  const reset = judgeReset(verdict, world);
  const view = BulkResetView.parse(
    jsonOf(await client.askUntilAnswered({ path: `/v1/bulk-resets/${told.id}` })),
  );
  const ledger = await readLedger(dataSource, told.id);
  const { status, counts } = view;
  const common = [
    ...(status === 'cancelled' && !told.askedToCancel ? ['cancelled, and nobody asked'] : []),
    ...(status === 'completed' && !told.askedToReset ? ['reset, and nobody asked'] : []),
    ...differs('left out', ledger.leftOut, inOrder(reset.leftOut)),
    ...differs('rows', counts.rows, verdict.counts.rows),
  ];
  if (status === 'cancelled') return [...common, ...judgePart(ledger.marks, counts, reset.marks)];
  const completed = status === 'completed';
  const { pairs, learners, courses, neverStarted } = view.impact ?? {};
  const wanted = verdict.impact;
  const report = await client.askUntilAnswered({ path: `/v1/bulk-resets/${told.id}/report.csv` });
  return [
    ...common,
    ...differs('status', status, completed && verdict.status === 'ready' ? 'completed' : verdict.status),
    ...differs('counts', counts, completed ? reset.counts : verdict.counts),
    ...differs('marks', ledger.marks, inOrder(completed ? reset.marks : [])),
    ...differs('open chunks', ledger.openChunks, completed ? 0 : ledger.resetChunks),
    ...differs('completions', ledger.completions, completed ? 1 : 0),
    ...differs('report', report.status === 200 ? report.bytes.toString() : undefined, verdict.report),
    ...differs(
      'impact',
      [pairs, learners, courses, neverStarted],
      [wanted.pairs, wanted.learners, wanted.courses, wanted.neverStarted],
    ),
  ];
}

/** Each undo that was acknowledged is there and complete, has reached exactly those that were chosen, and says so. */
async function judgeUndos(
  dataSource: DataSource,
  told: Told,
  { client, id: organizationId }: Judged,
): Promise<string[]> {
  const bulkResetId = await numberOf(dataSource, told.id);
  const [{ n }]: [{ n: string }] = await dataSource.query(
    'SELECT COUNT(*) AS n FROM bulk_reset_undo WHERE bulk_reset_id = ?',
    [bulkResetId],
  );
  const found = differs('undos', Number(n), told.undos.length);
  if (told.undos.length === 0) return found;
  const marks = (await readMarks(dataSource, organizationId)).filter(
    (mark) => mark.bulkResetId === bulkResetId,
  );
  for (const { id, learnerIds, courseIds } of told.undos) {
    const isChosen = ({ learnerId, courseId }: MarkState) =>
      (learnerIds?.has(learnerId) ?? true) && (courseIds?.has(courseId) ?? true);
    const path = `/v1/bulk-resets/${told.id}/undos/${id}`;
    const { status, counts } = UndoView.parse(jsonOf(await client.askUntilAnswered({ path })));
    const { left } = LeftPage.parse(
      jsonOf(await client.askUntilAnswered({ path: `${path}/left?limit=500` })),
    );
    const rows = left.map(({ row, cause }) => ({ fileRow: row, cause }));
    const undoId = await numberOf(dataSource, id);
    found.push(
      ...differs('status of an undo', status, 'completed'),
      ...judgePastUndo(marks, { undoId, isChosen }, { counts, left: rows }),
    );
  }
  return found;
}

type Marks = readonly ExpectedMark[];

/** What was cancelled in the middle has reset a part, and counts that part. */
function judgePart(found: Marks, counts: Counts, wanted: Marks): string[] {
  const allowed = new Set(wanted.map((mark) => JSON.stringify(mark)));
  const foreign = found.filter((mark) => !allowed.has(JSON.stringify(mark)));
  return [
    ...(foreign.length > 0 ? [`${foreign.length} marks that nobody asked for`] : []),
    ...differs('reset of a cancelled one', counts.reset, found.length),
  ];
}

/** Each acknowledged upload is one bulk reset, and there is no other but of those that were never answered. */
async function judgeUploads(dataSource: DataSource, ledger: Ledger): Promise<string[]> {
  const [{ n }]: [{ n: string }] = await dataSource.query(
    "SELECT COUNT(*) AS n FROM bulk_reset WHERE kind = 'reset'",
  );
  const known = new Set(ledger.told.map(({ id }) => id)).size;
  return Number(n) === known ? [] : [`${n} bulk resets instead of the ${known} that were acknowledged`];
}

/** Old attempts are as they were; each new one was opened by marks that say so, and each mark was consumed once. */
async function judgeLearners(
  dataSource: DataSource,
  organization: number,
  { latest }: World,
): Promise<string[]> {
  const records: Row[] = await dataSource.query(
    'SELECT learner_id AS l, course_id AS c, attempt, status FROM learning_record WHERE organization_id = ? ORDER BY l, c, attempt',
    [organization],
  );
  const marks: Row[] = await dataSource.query(
    `SELECT learner_id AS l, course_id AS c, opened_attempt AS attempt, acknowledged_at IS NOT NULL AS acknowledged
     FROM progress_reset WHERE organization_id = ?`,
    [organization],
  );
  const opened = new Set(marks.filter(({ attempt }) => attempt !== null).map(keyOf));
  const there = new Set(records.map(keyOf));
  const firsts = records.filter(({ attempt }) => attempt === 1);
  const changed = firsts.filter(({ l, c, status }) => latest.get(pairKey(Number(l), c)) !== status);
  const unasked = records.filter((record) => Number(record.attempt) > 1 && !opened.has(keyOf(record)));
  const nowhere = marks.filter((mark) => mark.attempt !== null && !there.has(keyOf(mark)));
  const halfway = marks.filter(
    ({ attempt, acknowledged }) => (attempt !== null) !== Boolean(Number(acknowledged)),
  );
  const gaps = records.filter(
    ({ l, c, attempt }) => Number(attempt) > 1 && !there.has(keyOf({ l, c, attempt: Number(attempt) - 1 })),
  );
  return [
    ...differs('first attempts', firsts.length, latest.size),
    ...differs('first attempts that changed', changed.length, 0),
    ...differs('attempts that no mark opened', unasked.length, 0),
    ...differs('marks whose attempt is not there', nowhere.length, 0),
    ...differs('marks acknowledged without an attempt, or the reverse', halfway.length, 0),
    ...differs('attempts with a gap before them', gaps.length, 0),
  ];
}

type Row = { l: string | number; c: number; attempt: number | null; status?: string; acknowledged?: string };
const keyOf = ({ l, c, attempt }: Row) => `${l} ${c} ${attempt}`;

/** Nothing of one organization has reached another. */
async function judgeBorders(dataSource: DataSource): Promise<string[]> {
  const [{ n }]: [{ n: string }] = await dataSource.query(
    `SELECT COUNT(*) AS n FROM progress_reset m
     LEFT JOIN bulk_reset b ON b.id = m.bulk_reset_id AND b.organization_id = m.organization_id
     LEFT JOIN learner l ON l.id = m.learner_id AND l.organization_id = m.organization_id
     LEFT JOIN course c ON c.id = m.course_id AND c.organization_id = m.organization_id
     WHERE b.id IS NULL OR l.id IS NULL OR c.id IS NULL`,
  );
  return differs('marks over the border of an organization', Number(n), 0);
}
