import type { EntityManager } from 'typeorm';
import type { WorkKind } from '../contracts/directory-columns';
import type { BulkResetKey } from './bulk-reset-key';

export type AuditEvent = {
  organizationId: number;
  /** `id` is the user's, the API key's or the learner's; the system has none. */
  actor: { kind: 'user' | 'api-key' | 'learner' | 'system'; id: number | null; name: string };
  /** What happened, as `thing.past-participle`: `bulk-reset.confirmed`, `progress-reset.acknowledged`. */
  action: string;
  subject: { kind: 'bulk-reset' | 'undo' | 'directory-import' | 'learner' | 'course'; id: number };
  /** Numbers, codes and reasons; nothing that a person could be found by. */
  details?: Readonly<Record<string, unknown>>;
};

type SubjectKind = AuditEvent['subject']['kind'];
const SUBJECT: Readonly<Partial<Record<WorkKind, SubjectKind>>> = { reset: 'bulk-reset', undo: 'undo' };

/** How the audit calls what was done with an uploaded file, or by an undo. @param verb a past participle */
export function aboutFile(kind: WorkKind, id: number, verb: string): Pick<AuditEvent, 'action' | 'subject'> {
  const thing = SUBJECT[kind] ?? 'directory-import';
  return { action: `${thing}.${verb}`, subject: { kind: thing, id } };
}

/** Writes down what was done and by whom, in the transaction of what it tells of. */
export async function recordAudit(db: EntityManager, event: AuditEvent): Promise<void> {
  const { organizationId, actor, action, subject, details = {} } = event;
  await db.query(
    `INSERT INTO audit_event
      (organization_id, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, details)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      organizationId,
      actor.kind,
      actor.id,
      actor.name,
      action,
      subject.kind,
      subject.id,
      JSON.stringify(details),
    ],
  );
}

/** When something was last done to a bulk reset, by whom and why. */
export type LastEvent = {
  at: Date;
  kind: AuditEvent['actor']['kind'];
  name: string;
  reason: string | null;
};

export async function findLastEvent(
  db: EntityManager,
  { organizationId, bulkResetId }: BulkResetKey,
  action: string,
): Promise<LastEvent | undefined> {
  const [last]: (Omit<LastEvent, 'reason'> & { details: string })[] = await db.query(
    `SELECT at, actor_kind AS kind, actor_name AS name, details FROM audit_event
     WHERE organization_id = ? AND subject_kind = 'bulk-reset' AND subject_id = ? AND action = ?
     ORDER BY id DESC LIMIT 1`,
    [organizationId, bulkResetId, action],
  );
  if (!last) return undefined;
  const { details, ...event } = last;
  return { ...event, reason: (JSON.parse(details) as { reason?: string }).reason ?? null };
}
