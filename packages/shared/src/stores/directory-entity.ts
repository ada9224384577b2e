import type { DirectoryHeading, DirectoryKind } from '../contracts/directory-columns';
import { COURSE_KINDS, COURSE_STATUS_NAME, COURSE_STATUSES, KIND_NAME } from '../contracts/learning';
import { isUuid, uuidToBytes, uuidToText } from '../entities/columns';
import { identifierKey, MAX_IDENTIFIER_LENGTH } from '../entities/identifier-key';

/** What a cell says, or what it should say. */
export type Reading = { value: string } | { expected: string };

/** One property that a file gives, as text everywhere but in the database. */
export type EntityField = {
  heading: DirectoryHeading;
  /** In SQL; `keyColumn` holds the normalized form (identifier-key.ts) beside it. */
  column: string;
  keyColumn?: string;
  /** Characters. */
  limit: number;
  read: (cell: string) => Reading;
  toSql: (value: string) => string | Buffer;
  fromSql: (value: unknown) => string | null;
};

/** Learners or courses: where they lie, what is said of them, and how one is told from another. */
export type DirectoryEntity = {
  kind: DirectoryKind;
  /** For people. */
  noun: string;
  table: string;
  fields: Readonly<Record<string, EntityField>>;
  /** Fields that name at most one each, the one that decides first. */
  identifiers: readonly string[];
  /** What a new one cannot be without. */
  needed: readonly string[];
  /** What a new one has where nothing is said; `uuid` is made up. */
  defaults: Readonly<Record<string, string>>;
  /** How one looks that is no longer active, where there is such a thing. */
  inactive?: { field: string; value: string };
};
/** What a row says, by field; nothing where the cell is empty. */
export type Values = Readonly<Record<string, string | undefined>>;
/** One that is there. */
export type Stored = { id: number; values: Readonly<Record<string, string | null>> };

const asText = (value: unknown) => (value === null || value === undefined ? null : String(value));
const text: Pick<EntityField, 'read' | 'toSql' | 'fromSql'> = {
  read: (value) => ({ value }),
  toSql: (value) => value,
  fromSql: asText,
};
const uuid = (heading: DirectoryHeading): EntityField => ({
  heading,
  column: 'uuid',
  limit: MAX_IDENTIFIER_LENGTH,
  read: (cell) => (isUuid(cell) ? { value: cell.toLowerCase() } : { expected: 'a UUID' }),
  toSql: uuidToBytes,
  fromSql: (value) => (Buffer.isBuffer(value) ? uuidToText(value) : null),
});
/** One of some words in any case: as the reports write it, or as the API does. */
function oneOf<Word extends string>(
  words: readonly Word[],
  names: Readonly<Record<Word, string>>,
): Pick<EntityField, 'read' | 'toSql' | 'fromSql'> {
  const meanings = new Map<string, Word>();
  for (const word of words) meanings.set(word, word).set(names[word].toLowerCase(), word);
  const last = words.length - 1;
  const all = words.map((word) => names[word]);
  const expected = `${all.slice(0, last).join(', ')} or ${all[last]}`;
  return {
    ...text,
    read: (cell) => {
      const value = meanings.get(cell.toLowerCase());
      return value ? { value } : { expected };
    },
  };
}
/** TRUE and FALSE in any case, as everywhere; what they stand for in the database is the field's. */
const oneOfTwo = (yes: string, no: string): Pick<EntityField, 'read' | 'toSql' | 'fromSql'> => ({
  ...text,
  read: (cell) => {
    if (/^true$/i.test(cell)) return { value: yes };
    return /^false$/i.test(cell) ? { value: no } : { expected: 'TRUE or FALSE' };
  },
});

const LEARNERS: DirectoryEntity = {
  kind: 'learners',
  noun: 'learner',
  table: 'learner',
  fields: {
    uuid: uuid('Learner UUID'),
    externalId: {
      ...text,
      heading: 'External ID',
      column: 'external_id',
      keyColumn: 'external_key',
      limit: MAX_IDENTIFIER_LENGTH,
    },
    loginId: {
      ...text,
      heading: 'Login ID',
      column: 'login_id',
      keyColumn: 'login_key',
      limit: MAX_IDENTIFIER_LENGTH,
    },
    email: {
      ...text,
      heading: 'Email',
      column: 'email',
      keyColumn: 'email_key',
      limit: MAX_IDENTIFIER_LENGTH,
      read: (value) => (value.includes('@') ? { value } : { expected: 'an email address' }),
    },
    name: { ...text, heading: 'Name', column: 'name', limit: 255 },
    status: {
      ...oneOfTwo('active', 'deactivated'),
      heading: 'Active',
      column: 'status',
      limit: 255,
    },
  },
  identifiers: ['uuid', 'externalId', 'loginId'],
  needed: ['loginId', 'name'],
  defaults: { status: 'active' },
  inactive: { field: 'status', value: 'deactivated' },
};

/** As in BCP 47: a language, and what tells its variants apart. */
const LANGUAGE = /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i;

const COURSES: DirectoryEntity = {
  kind: 'courses',
  noun: 'course',
  table: 'course',
  fields: {
    uuid: uuid('Course UUID'),
    assetId: {
      ...text,
      heading: 'Asset ID',
      column: 'asset_id',
      keyColumn: 'asset_key',
      limit: MAX_IDENTIFIER_LENGTH,
    },
    title: { ...text, heading: 'Title', column: 'title', limit: 500 },
    kind: { ...oneOf(COURSE_KINDS, KIND_NAME), heading: 'Type', column: 'kind', limit: 255 },
    language: {
      ...text,
      heading: 'Language',
      column: 'language',
      limit: 35,
      read: (value) => (LANGUAGE.test(value) ? { value } : { expected: 'a language as en or pt-BR' }),
    },
    status: {
      ...oneOf(COURSE_STATUSES, COURSE_STATUS_NAME),
      heading: 'Status',
      column: 'status',
      limit: 255,
    },
    complianceConfigured: {
      ...oneOfTwo('1', '0'),
      heading: 'Compliance configured',
      column: 'compliance_configured',
      limit: 255,
    },
  },
  identifiers: ['uuid', 'assetId'],
  needed: ['assetId', 'title', 'kind'],
  defaults: { language: 'en', status: 'active', complianceConfigured: '0' },
  inactive: { field: 'status', value: 'retired' },
};

export const DIRECTORY_ENTITIES: Readonly<Record<DirectoryKind, DirectoryEntity>> = {
  learners: LEARNERS,
  courses: COURSES,
};

/** The form in which a value of a field is compared with others. */
export const keyOf = (value: string): string => identifierKey(value);
