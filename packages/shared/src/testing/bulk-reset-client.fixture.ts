import type { BulkResetView } from '../contracts/bulk-reset';
import { until } from './running-system.fixture';

/** From these nothing moves by itself. */
const AT_REST = ['needs-fixes', 'ready', 'refused', 'completed', 'cancelled', 'failed', 'paused'];

export type BulkResetClient = ReturnType<typeof bulkResetClient>;

/**
 * What a program of the customer's does, one organization and one key.
 * @param urlOf the API's address, which may change when it is started again
 */
export function bulkResetClient(urlOf: () => string, key: string) {
  const headers = { Authorization: `Bearer ${key}` };
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${urlOf()}/v1/bulk-resets${path}`, { ...init, headers: { ...headers, ...init.headers } });
  const read = async (response: Response): Promise<BulkResetView> => {
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as BulkResetView;
  };
  const upload = async (csv: string, { query = '', headers = {} } = {}) =>
    read(
      await ask(query, { method: 'POST', body: csv, headers: { 'Content-Type': 'text/csv', ...headers } }),
    );
  const show = async (id: string) => read(await ask(`/${id}`));
  /** Also while an API or a database is away. */
  const tryToShow = (id: string) => show(id).catch(() => undefined);
  const post = (path: string, body: object) =>
    ask(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
    });
  return {
    ask,
    post,
    upload,
    show,
    tryToShow,
    confirm: async ({ id, summaryVersion }: BulkResetView) =>
      read(await post(`/${id}/confirm`, { summaryVersion, reason: 'new rules' })),
    /** Waits until nothing moves by itself any more. */
    untilAtRest: (id: string) =>
      until(async () => {
        const view = await tryToShow(id);
        return view && AT_REST.includes(view.status) && view;
      }),
    untilStatus: (id: string, ...statuses: string[]) =>
      until(async () => {
        const view = await tryToShow(id);
        return view && statuses.includes(view.status) && view;
      }),
    report: async (id: string) => {
      const response = await ask(`/${id}/report.csv`);
      return response.ok ? response.text() : undefined;
    },
  };
}
