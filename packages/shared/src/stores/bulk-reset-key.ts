/** Names one bulk reset inside its organization; every statement carries both. */
export type BulkResetKey = { organizationId: number; bulkResetId: number };
/** One version of a bulk reset: its file, its validation, its summary. */
export type VersionKey = BulkResetKey & { version: number };
