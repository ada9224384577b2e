import { type GivenPackage, givenPackage } from '@reset/shared/content/given-package.fixture';
import { type Answer, type Client, client, type GivenApi } from '../given-api.fixture';
import { type GivenLaunch, givenLaunch, viewOf } from '../launches/given-launch.fixture';

export type GivenContent = GivenLaunch & {
  /** Launches the course. @returns what stands between `/launches/` and `/player` */
  open(): Promise<string>;
  /** Sends to the content's host, with no cookie. */
  content: Client;
};

/** A course with a package, and a learner who may launch it. */
export async function givenContent(
  api: GivenApi,
  given: Parameters<typeof givenLaunch>[1] & { content?: GivenPackage } = {},
): Promise<GivenContent> {
  const there = await givenLaunch(api, given);
  await givenPackage(api.services, there.pair, given.content);
  return {
    ...there,
    content: client(api.url.replace('127.0.0.1', 'localhost')),
    open: async () => tokenOf(await there.launch()),
  };
}

export function tokenOf(launched: Answer): string {
  const view = viewOf(launched);
  const url = view.state === 'open' ? view.player?.url : undefined;
  if (!url) throw new Error(`no player: ${JSON.stringify(launched.body)}`);
  return `${/\/launches\/([^/]+)\/player$/.exec(new URL(url).pathname)?.[1]}`;
}

/** Marks the pair as a bulk reset does. */
export const resetPair = (api: GivenApi, { pair }: Pick<GivenLaunch, 'pair'>, bulkResetId = 50) =>
  api.dataSource.query(
    `INSERT INTO progress_reset (organization_id, learner_id, course_id, bulk_reset_id, file_row, reset_at)
     VALUES (?, ?, ?, ?, 2, UTC_TIMESTAMP(3))`,
    [pair.organizationId, pair.learnerId, pair.courseId, bulkResetId],
  );
