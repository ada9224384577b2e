import type { EntityManager } from 'typeorm';
import { hashLaunchToken, newLaunchToken } from '../auth/launch-token';
import { uuidToBytes, uuidToText } from '../entities/columns';
import { AppError } from '../errors/app-error';
import type { Launch } from './launch.store';

/** A learner may leave a course open over a working day; whoever comes later launches again. */
const LASTS_HOURS = 12;

/** A launch as its content knows it: by the token in the address, and by nothing that a browser adds. */
export type ContentLaunch = Launch & {
  /** Its attempt: a token exists for an open launch only. */
  attempt: number;
  packageId: string;
  /** The origin of the application that launched it: the only place where its content may be framed. */
  application: string;
  learner: { id: string; name: string };
};

/** @returns the token, which is told this once */
export async function issueLaunchToken(
  db: EntityManager,
  launch: { organizationId: number; launchUuid: string },
  { packageId, application }: { packageId: string; application: string },
): Promise<string> {
  const { token, tokenHash } = newLaunchToken();
  await db.query(
    `INSERT INTO launch_token (token_hash, organization_id, launch_id, package_uuid, application, expires_at)
     SELECT ?, organization_id, id, ?, ?, UTC_TIMESTAMP(3) + INTERVAL ${LASTS_HOURS} HOUR
     FROM launch WHERE organization_id = ? AND uuid = ?`,
    [tokenHash, uuidToBytes(packageId), application, launch.organizationId, uuidToBytes(launch.launchUuid)],
  );
  return token;
}

/**
 * The token says which organization it is, so no statement can name it before.
 * @throws AppError `not-found` for a token that never was, or whose learner was deactivated; `launch-expired`
 */
export async function findContentLaunch(db: EntityManager, token: string): Promise<ContentLaunch> {
  const [row]: TokenRow[] = await db.query(
    `SELECT t.organization_id AS organizationId, t.package_uuid AS packageUuid, t.application,
       t.expires_at <= UTC_TIMESTAMP(3) AS expired, l.id AS launchId, l.uuid, l.learner_id AS learnerId,
       l.course_id AS courseId, l.attempt, c.uuid AS courseUuid, c.title, c.kind, p.login_id AS loginId, p.name
     FROM launch_token t
     JOIN launch l ON l.organization_id = t.organization_id AND l.id = t.launch_id
     JOIN course c ON c.organization_id = l.organization_id AND c.id = l.course_id
     JOIN learner p ON p.organization_id = l.organization_id AND p.id = l.learner_id AND p.status = 'active'
     WHERE t.token_hash = ?`,
    [hashLaunchToken(token)],
  );
  if (!row) throw new AppError('not-found', {});
  if (row.expired === 1) throw new AppError('launch-expired', {});
  return {
    pair: { organizationId: row.organizationId, learnerId: Number(row.learnerId), courseId: row.courseId },
    launchId: row.launchId,
    id: uuidToText(row.uuid),
    attempt: row.attempt,
    course: { id: uuidToText(row.courseUuid), title: row.title, kind: row.kind },
    packageId: uuidToText(row.packageUuid),
    application: row.application,
    learner: { id: row.loginId, name: row.name },
  };
}
type TokenRow = {
  organizationId: number;
  packageUuid: Buffer;
  application: string;
  /** 1 or 0. */
  expired: number;
  launchId: number;
  uuid: Buffer;
  learnerId: number;
  courseId: number;
  attempt: number;
  courseUuid: Buffer;
  title: string;
  kind: Launch['course']['kind'];
  loginId: string;
  name: string;
};

/** For upkeep. @returns how many */
export async function removeExpiredLaunchTokens(db: EntityManager, limit: number): Promise<number> {
  const { affectedRows }: { affectedRows: number } = await db.query(
    'DELETE FROM launch_token WHERE expires_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY ORDER BY expires_at LIMIT ?',
    [limit],
  );
  return affectedRows;
}
