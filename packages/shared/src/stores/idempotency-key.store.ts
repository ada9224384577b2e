import { randomBytes } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { inTransaction } from '../database/in-transaction';
import { uuidToBytes, uuidToText } from '../entities/columns';
import { AppError } from '../errors/app-error';

/** What a client calls one request of its own, so that sending it again does nothing twice. */
export type IdempotencyKey = { organizationId: number; name: string };
/** A key in the hands of one request. Only the holder can say what it created. */
export type HeldKey = IdempotencyKey & { holder: Buffer };
/** @param fingerprint 32 bytes that stand for everything that was asked for */
export type Creation = { fingerprint: Buffer; resourceUuid: string };
export type Claim = { held: HeldKey } | { created: Creation };

/** A key whose request has not been heard of for this long belongs to whoever sends it again. */
export const KEY_LEASE_SECONDS = 30;
const LEASE = `UTC_TIMESTAMP(3) + INTERVAL ${KEY_LEASE_SECONDS} SECOND`;
const RETRY_AFTER_SECONDS = 5;

type KeyRow = {
  holder: Buffer;
  fingerprint: Buffer | null;
  resource_uuid: Buffer | null;
  leased: number;
  current: number;
};

/**
 * Takes the key for one request, or tells what a request before it has created. Times are the database's.
 * @param keepHours how long the key is remembered
 * @throws AppError `request-in-flight` while another request holds the key
 */
export function claimIdempotencyKey(
  dataSource: DataSource,
  key: IdempotencyKey,
  keepHours: number,
): Promise<Claim> {
  const held = { ...key, holder: randomBytes(16) };
  return inTransaction(dataSource, async (db) => {
    // Either way the row is locked from here on.
    await db.query(
      `INSERT INTO idempotency_key (organization_id, name, holder, lease_until, expires_at)
       VALUES (?, ?, ?, ${LEASE}, UTC_TIMESTAMP(3) + INTERVAL ? HOUR)
       ON DUPLICATE KEY UPDATE organization_id = VALUES(organization_id)`,
      [...at(held), held.holder, keepHours],
    );
    const [row]: [KeyRow] = await db.query(
      `SELECT holder, fingerprint, resource_uuid, lease_until > UTC_TIMESTAMP(3) AS leased, expires_at > UTC_TIMESTAMP(3) AS current
       FROM idempotency_key WHERE organization_id = ? AND name = ?`,
      at(held),
    );
    if (row.holder.equals(held.holder)) return { held };
    if (row.resource_uuid && row.fingerprint && row.current)
      return { created: { fingerprint: row.fingerprint, resourceUuid: uuidToText(row.resource_uuid) } };
    if (!row.resource_uuid && row.leased)
      throw new AppError('request-in-flight', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    await db.query(
      `UPDATE idempotency_key SET holder = ?, lease_until = ${LEASE}, fingerprint = NULL, resource_uuid = NULL,
         expires_at = UTC_TIMESTAMP(3) + INTERVAL ? HOUR
       WHERE organization_id = ? AND name = ?`,
      [held.holder, keepHours, ...at(held)],
    );
    return { held };
  });
}

/** Extends the lease of a request that is still at work. */
export async function renewIdempotencyKey(db: EntityManager, held: HeldKey): Promise<void> {
  await db.query(`UPDATE idempotency_key SET lease_until = ${LEASE} WHERE ${IN_HAND}`, inHand(held));
}

/**
 * Writes down what the request created. In the transaction that creates it: whoever has lost the key rolls back.
 * @throws AppError `request-in-flight` where another request has the key by now
 */
export async function keepIdempotencyKey(
  db: EntityManager,
  held: HeldKey,
  { fingerprint, resourceUuid }: Creation,
): Promise<void> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    `UPDATE idempotency_key SET fingerprint = ?, resource_uuid = ? WHERE ${IN_HAND}`,
    [fingerprint, uuidToBytes(resourceUuid), ...inHand(held)],
  );
  if (affectedRows !== 1) throw new AppError('request-in-flight', { retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/** Gives a key back whose request has created nothing; one that has stays as it is. */
export async function releaseIdempotencyKey(db: EntityManager, held: HeldKey): Promise<void> {
  await db.query(`DELETE FROM idempotency_key WHERE ${IN_HAND}`, inHand(held));
}

/** For upkeep: of all organizations. One whose request is still at work stays. @returns how many */
export async function removeExpiredIdempotencyKeys(db: EntityManager, limit: number): Promise<number> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    `DELETE FROM idempotency_key WHERE expires_at < UTC_TIMESTAMP(3) AND (resource_uuid IS NOT NULL OR lease_until < UTC_TIMESTAMP(3))
     ORDER BY expires_at LIMIT ?`,
    [limit],
  );
  return affectedRows;
}

const IN_HAND = 'organization_id = ? AND name = ? AND holder = ? AND resource_uuid IS NULL';
const at = ({ organizationId, name }: IdempotencyKey) => [organizationId, name];
const inHand = (held: HeldKey) => [...at(held), held.holder];
