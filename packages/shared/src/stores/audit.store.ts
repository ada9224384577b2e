import type { EntityManager } from 'typeorm';

export type AuditEvent = {
  organizationId: number;
  /** `id` is the user's, the API key's or the learner's; the system has none. */
  actor: { kind: 'user' | 'api-key' | 'learner' | 'system'; id: number | null; name: string };
  /** What happened, as `thing.past-participle`: `bulk-reset.confirmed`, `progress-reset.acknowledged`. */
  action: string;
  subject: { kind: 'bulk-reset' | 'learner'; id: number };
  /** Numbers, codes and reasons; nothing that a person could be found by. */
  details?: Readonly<Record<string, unknown>>;
};

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
