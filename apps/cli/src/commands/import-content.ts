import {
  type ArchiveFile,
  type ImportDeps,
  importAsNewCourse,
  importPackage,
} from '@reset/shared/content/import-package';
import { withArchiveFile } from '@reset/shared/content/with-archive-file';
import type { ContentPackage } from '@reset/shared/contracts/content-package';
import { type AppError, isAppError } from '@reset/shared/errors/app-error';
import { codeOf } from '@reset/shared/log/logger';
import type { Importer } from '@reset/shared/stores/content-package.store';
import { z } from 'zod';
import { findOrganization } from '../accounts/find-organization';
import { defineCommand } from '../command';
import { withContent } from '../with-content';

export const importContentCommand = defineCommand({
  name: 'import-content',
  summary: 'Imports a course package (SCORM 1.2 or 2004, AICC, native), and prints what it is, as JSON.',
  options: {
    organization: { type: 'string', value: 'UUID', about: 'whose course it is' },
    file: { type: 'string', value: 'FILE', about: 'the ZIP' },
    course: {
      type: 'string',
      value: 'UUID',
      about: 'whose content it becomes; without it, a new course is made',
    },
    'asset-id': { type: 'string', value: 'ID', about: 'of the new course (made up)' },
    title: { type: 'string', value: 'TITLE', about: 'of the new course (the package’s)' },
    'use-title': { type: 'boolean', about: 'gives the course the package’s title' },
    'change-kind': {
      type: 'boolean',
      about: 'makes the course one of the package’s kind, where it is another',
    },
  },
  schema: z
    .strictObject({
      organization: z.uuid(),
      file: z.string().min(1),
      course: z.uuid().optional(),
      'asset-id': z.string().trim().min(1).max(255).optional(),
      title: z.string().trim().min(1).max(500).optional(),
      'use-title': z.boolean().default(false),
      'change-kind': z.boolean().default(false),
    })
    .superRefine((input, { addIssue }) => {
      const misplaced = (input.course === undefined ? OF_COURSES : OF_NEW_ONES).find((name) => input[name]);
      const message =
        input.course === undefined ? 'goes with --course' : 'is for new courses, without --course';
      if (misplaced) addIssue({ code: 'custom', path: [misplaced], message });
    }),
  run: (input, context) =>
    withContent(context, async (deps) => {
      const { id } = await findOrganization(deps.dataSource.manager, input.organization);
      const found = await inWords(input, () =>
        withArchiveFile(input.file, (archive) => importOne(deps, id, input, archive)),
      );
      const { course, version, standard, edition, title, units, files, bytes } = shown(found);
      context.terminal.print(
        JSON.stringify({ course, version, standard, edition, title, units, files, bytes }),
      );
    }),
});

const OF_COURSES = ['use-title', 'change-kind'] as const;
const OF_NEW_ONES = ['asset-id', 'title'] as const;

type Input = {
  file: string;
  course?: string | undefined;
  'asset-id'?: string | undefined;
  title?: string | undefined;
  'use-title': boolean;
  'change-kind': boolean;
};
const BY: Importer = { kind: 'system', id: null, name: 'Command line' };

function importOne(
  deps: ImportDeps,
  organizationId: number,
  { course: courseId, title, ...input }: Input,
  archive: ArchiveFile,
): Promise<ContentPackage> {
  if (courseId === undefined) {
    const assetId = input['asset-id'];
    const target = { organizationId, ...(assetId && { assetId }), ...(title && { title }) };
    return importAsNewCourse(deps, BY, target, archive);
  }
  const target = { courseId, useTitle: input['use-title'], changeKind: input['change-kind'] };
  return importPackage(deps, BY, { organizationId, ...target }, archive);
}

const shown = ({ courseId, units, ...found }: ContentPackage) => ({
  ...found,
  course: courseId,
  units: units.map(({ identifier, title, href }) => ({ identifier, title, href })),
});

/** @throws Error with the sentence of a refusal */
async function inWords<Result>({ file, course }: Input, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new Error(`there is no file ${file}`, { cause: error });
    if (!isAppError(error)) throw error;
    throw new Error(sentenceOf(error, course), { cause: error });
  }
}

function sentenceOf({ code, details }: AppError, course: string | undefined): string {
  if ('sentence' in details) return `${details.sentence} (${'reason' in details ? details.reason : code})`;
  if (code === 'not-found') return `the organization has no course ${course}`;
  if (code === 'asset-id-taken') return 'another course of the organization has this asset ID';
  return code;
}
