type Version = readonly [major: number, minor: number, patch: number];

const LEAST_MYSQL: Version = [8, 0, 16]; // CHECK constraints are enforced from there
const LEAST_MARIADB: Version = [10, 6, 0];
const LEAST_REDIS: Version = [6, 2, 0];

export type Verdict = { name: string; fits: boolean; least: string };

/** @param text as `SELECT VERSION()` gives it: `8.4.3`, `10.11.6-MariaDB-1`, or `5.5.5-10.6.1-MariaDB` from a replica */
export function judgeDatabase(text: string): Verdict {
  const maria = /(\d+)\.(\d+)\.(\d+)-MariaDB/i.exec(text);
  return maria
    ? judge('MariaDB', maria, LEAST_MARIADB)
    : judge('MySQL', /^(\d+)\.(\d+)\.(\d+)/.exec(text), LEAST_MYSQL);
}

/** @param info what `INFO server` gives */
export const judgeRedis = (info: string): Verdict =>
  judge('Redis', /^redis_version:(\d+)\.(\d+)\.(\d+)/m.exec(info), LEAST_REDIS);

function judge(product: string, match: RegExpExecArray | null, least: Version): Verdict {
  const version = match ? ([Number(match[1]), Number(match[2]), Number(match[3])] as const) : undefined;
  return {
    name: `${product} ${version?.join('.') ?? 'of an unknown version'}`,
    fits: version !== undefined && compare(version, least) >= 0,
    least: `${product} ${least.join('.')}`,
  };
}

function compare(a: Version, b: Version): number {
  const place = a.findIndex((part, index) => part !== b[index]);
  return place === -1 ? 0 : (a[place] as number) - (b[place] as number);
}
