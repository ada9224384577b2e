import type { DataSource, QueryRunner } from 'typeorm';
import type { Statement } from './recorded-statements.fixture';

/** An access that is allowed though it looks bad. */
export type Exception = {
  statement: RegExp;
  table?: string;
  type?: string;
  faults: readonly string[];
  reason: string;
};
type Step = {
  select_type: string;
  table: string | null;
  type: string | null;
  key: string | null;
  rows: number | null;
  Extra: string | null;
};
type Limits = { mostRows: number; exceptions: readonly Exception[] };

/** The pairs of one chunk, in memory: meant to be read from end to end. */
const IN_HAND = 'pair_in_hand';
const READS_NOTHING =
  /^(SET|START TRANSACTION|COMMIT|ROLLBACK|CREATE TEMPORARY TABLE|INSERT (IGNORE )?INTO .* VALUES)\b/;
const EXPLAINABLE = /^(SELECT|INSERT|UPDATE|DELETE)\b/;

/** @returns the statements that were explained, as `VERB tables`, and what is wrong with any of their plans */
export async function checkPlans(dataSource: DataSource, statements: readonly Statement[], limits: Limits) {
  await using runner = dataSource.createQueryRunner();
  await fillHand(runner);
  const explained = new Set<string>();
  const faults: string[] = [];
  for (const statement of statements) {
    if (READS_NOTHING.test(statement.shape)) {
      if (statement.shape.startsWith('INSERT')) explained.add(nameOf(statement));
      continue;
    }
    if (!EXPLAINABLE.test(statement.shape)) {
      faults.push(`${statement.shape}: of a kind that nobody explains`);
      continue;
    }
    explained.add(nameOf(statement));
    const steps: Step[] = await runner.query(`EXPLAIN ${statement.sql}`, statement.parameters);
    faults.push(...faultsOf(statement, steps, limits));
  }
  return { explained: [...explained].sort(), faults };
}

/** As `layPairsInHand` makes it, with as many pairs as a chunk has. */
async function fillHand(runner: QueryRunner): Promise<void> {
  await runner.query(`CREATE TEMPORARY TABLE IF NOT EXISTS ${IN_HAND} (
    learner_id BIGINT UNSIGNED NOT NULL, course_id INT UNSIGNED NOT NULL, file_row INT UNSIGNED NOT NULL
  ) ENGINE=MEMORY`);
  await runner.query(`DELETE FROM ${IN_HAND}`);
  await runner.query(
    `INSERT INTO ${IN_HAND} SELECT learner_id, course_id, 2 FROM learning_record WHERE attempt = 1 LIMIT 1000`,
  );
}

const nameOf = ({ shape }: Statement): string =>
  `${shape.split(' ')[0]} ${[...new Set(aliasesOf(shape).values())].join(', ')}`;

/** The table behind each name that a plan may use. */
function aliasesOf(shape: string): Map<string, string> {
  const aliases = new Map<string, string>();
  const named = /\b(?:FROM|(?:STRAIGHT_)?JOIN|INTO|UPDATE) `?(\w+)`?(?: (?:AS )?`?(\w+)`?)?/g;
  for (const [, table, alias] of shape.replace(/ON DUPLICATE KEY UPDATE|FOR UPDATE/g, '').matchAll(named)) {
    if (!table) continue;
    aliases.set(table, table);
    if (alias) aliases.set(alias, table);
  }
  return aliases;
}

function faultsOf({ shape }: Statement, steps: readonly Step[], { mostRows, exceptions }: Limits): string[] {
  const aliases = aliasesOf(shape);
  return steps.flatMap((step) => {
    // What is only written to, and rows that the server has found or ruled out by a unique key while planning.
    if (step.select_type === 'INSERT' || step.table === null || step.table.startsWith('<')) return [];
    const table = aliases.get(step.table);
    if (!table) return [`${shape}: ${step.table}: of a table that nobody knows`];
    return badAccess(table, step, mostRows)
      .filter((fault) => !exceptions.some((one) => excuses(one, shape, table, step.type, fault)))
      .map((fault) => `${shape}: ${table}: ${fault} (${step.type}, ${step.key}, ${step.Extra})`);
  });
}

function excuses(one: Exception, shape: string, table: string, type: string | null, fault: string): boolean {
  const sameAccess = (one.table ?? table) === table && (one.type ?? type) === type;
  return sameAccess && one.statement.test(shape) && one.faults.some((start) => fault.startsWith(start));
}

function badAccess(table: string, { type, rows, Extra }: Step, mostRows: number): string[] {
  const found: string[] = [];
  if (table !== IN_HAND && (type === 'ALL' || type === 'index')) found.push('full scan');
  if (Extra?.includes('Using filesort')) found.push('filesort');
  if (Extra?.includes('Using temporary')) found.push('temporary table');
  if (Number(rows ?? 0) > mostRows) found.push(`reads ${rows} rows`);
  return found;
}
