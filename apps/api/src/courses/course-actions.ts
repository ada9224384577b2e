import type { AlongsideImport, ArchiveFile, ImportDeps } from '@reset/shared/content/import-package';
import { importAsNewCourse, importPackage, packageView } from '@reset/shared/content/import-package';
import type { ContentPackage } from '@reset/shared/contracts/content-package';
import type {
  CourseContent,
  CoursePage,
  CoursesQuery,
  ImportQuery,
  NewCourseQuery,
} from '@reset/shared/contracts/courses';
import { AppError } from '@reset/shared/errors/app-error';
import {
  findCurrentPackage,
  findPackage,
  type Importer,
  listVersions,
} from '@reset/shared/stores/content-package.store';
import { findCourseToFill } from '@reset/shared/stores/course-content.store';
import { cursorOf, cursorText, listCourses, showCourse } from '@reset/shared/stores/course-list.store';
import {
  fingerprintOf,
  type IdempotencyDeps,
  type KeyHold,
  withIdempotencyKey,
} from '../idempotency/with-idempotency-key';

export type CourseDeps = ImportDeps & IdempotencyDeps;
export type By = Importer & { organizationId: number };
/** The archive of a request that is on its way. */
export type IncomingArchive = {
  receive<Result>(work: (archive: ArchiveFile) => Promise<Result>): Promise<Result>;
  /** Asked once it has come, which may take hours. @throws AppError where the caller may no longer do this */
  refuseRevoked(): Promise<void>;
};
/** `repeated` where a request with the same key had done it before. */
export type Imported = { view: ContentPackage; repeated: boolean };

export type CourseActions = {
  list(organizationId: number, query: CoursesQuery): Promise<CoursePage>;
  content(organizationId: number, courseId: string): Promise<CourseContent>;
  /** @throws AppError `not-found`, `package-refused` */
  replace(
    by: By,
    asked: { courseId: string; options: ImportQuery; idempotencyKey: string | undefined },
    archive: IncomingArchive,
  ): Promise<Imported>;
  /** @throws AppError `asset-id-taken`, `package-refused` */
  create(
    by: By,
    asked: { options: NewCourseQuery; idempotencyKey: string | undefined },
    archive: IncomingArchive,
  ): Promise<Imported>;
};

/** What can be done with courses and their content. */
export function courseActions(deps: CourseDeps): CourseActions {
  const db = deps.dataSource.manager;
  return {
    list: async (organizationId, query) => {
      const after = query.cursor === undefined ? undefined : cursorOf(query.cursor);
      const { courses, last } = await listCourses(db, organizationId, query, after);
      return { courses, nextCursor: last ? cursorText(last) : null };
    },
    content: async (organizationId, courseId) => {
      const { id, view } = await showCourse(db, { organizationId, courseId });
      const key = { organizationId, courseId: id };
      const current = await findCurrentPackage(db, key);
      const versions = await listVersions(db, key);
      return { course: view, current: current ? packageView(current) : null, versions };
    },
    replace: async (by, { courseId, options, idempotencyKey }, archive) => {
      const { organizationId } = by;
      // Told before gigabytes arrive.
      await findCourseToFill(db, { organizationId, courseId });
      const intent = ['replace-content', courseId, options];
      return importOnce(deps, { by, intent, idempotencyKey }, archive, (file, keep) =>
        importPackage(deps, by, { organizationId, courseId, ...options }, file, keep),
      );
    },
    create: (by, { options, idempotencyKey }, archive) =>
      importOnce(deps, { by, intent: ['create-course', options], idempotencyKey }, archive, (file, keep) =>
        importAsNewCourse(deps, by, { organizationId: by.organizationId, ...given(options) }, file, keep),
      ),
  };
}

type Asked = { by: By; intent: readonly unknown[]; idempotencyKey: string | undefined };
type Import = (archive: ArchiveFile, keep: AlongsideImport) => Promise<ContentPackage>;

/** The same key with the same package is the same version. */
function importOnce(
  deps: CourseDeps,
  { by: { organizationId }, intent, idempotencyKey: name }: Asked,
  incoming: IncomingArchive,
  work: Import,
): Promise<Imported> {
  return withIdempotencyKey(deps, { organizationId, name }, (hold) =>
    incoming.receive(async (archive) => {
      const fingerprint = fingerprintOf(...intent, archive.sha256);
      const before = hold.isRepeat ? hold.createdBefore(fingerprint) : undefined;
      await incoming.refuseRevoked();
      if (before !== undefined)
        return { view: await showPackage(deps, organizationId, before), repeated: true };
      const view = await work(archive, keeping(hold, fingerprint));
      return { view, repeated: false };
    }),
  );
}

const keeping =
  (hold: KeyHold, fingerprint: Buffer): AlongsideImport =>
  (db, packageUuid) =>
    hold.keep(db, { fingerprint, resourceUuid: packageUuid });

async function showPackage({ dataSource }: CourseDeps, organizationId: number, id: string) {
  const found = await findPackage(dataSource.manager, { organizationId, id });
  if (!found) throw new AppError('not-found', {});
  return packageView(found);
}

/** Without what was not said: the importer tells an option that is absent from one that is `undefined`. */
const given = ({ assetId, title, language }: NewCourseQuery) => ({
  ...(assetId !== undefined && { assetId }),
  ...(title !== undefined && { title }),
  ...(language !== undefined && { language }),
});
