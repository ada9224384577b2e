import type { DirectoryKind } from '../contracts/directory-columns';
import {
  COURSE_KINDS,
  COURSE_STATUS_NAME,
  COURSE_STATUSES,
  KIND_NAME,
  RECORD_STATUS_NAME,
  RECORD_STATUSES,
  RESTART_SETTING_NAME,
  RESTART_SETTINGS,
} from '../contracts/learning';
import { identifierKey, MAX_IDENTIFIER_LENGTH } from '../entities/identifier-key';
import {
  type EntityField,
  moment,
  numberIn,
  oneOf,
  oneOfTwo,
  pastMoment,
  text,
  uuid,
} from './directory-field';

/** What a kind of file is about: where it lies, what is said of it, and how one is told from another. */
export type DirectoryEntity = {
  kind: DirectoryKind;
  /** For people. */
  noun: string;
  table: string;
  /** Within the organization; names of a pair where the rows are about a learner and a course. */
  key: readonly string[];
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
/** One that is there. `key` holds its numbers, as `12` or, of a pair, `12 7`. */
export type Stored = { key: string; values: Readonly<Record<string, string | null>> };

const LEARNERS: DirectoryEntity = {
  kind: 'learners',
  noun: 'learner',
  table: 'learner',
  key: ['id'],
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
  key: ['id'],
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

/** Of a learner and a course, which are there: one for each pair. */
const PAIR = ['learner_id', 'course_id'];

const ASSIGNMENTS: DirectoryEntity = {
  kind: 'assignments',
  noun: 'assignment',
  table: 'assignment',
  key: PAIR,
  fields: {
    restartSetting: {
      ...oneOf(RESTART_SETTINGS, RESTART_SETTING_NAME),
      heading: 'Restart setting',
      column: 'restart_setting',
      limit: 255,
    },
    assignedAt: { ...moment, heading: 'Assigned on', column: 'assigned_at' },
    dueAt: { ...moment, heading: 'Due on', column: 'due_at' },
  },
  identifiers: [],
  needed: [],
  defaults: { restartSetting: 'never' },
};

/** Past learning records. Where they lie, `imported-record.store.ts` knows. */
const RECORDS: DirectoryEntity = {
  kind: 'records',
  noun: 'record',
  table: 'learning_record',
  key: PAIR,
  fields: {
    recordId: {
      ...text,
      heading: 'Record ID',
      column: 'external_id',
      keyColumn: 'external_key',
      limit: MAX_IDENTIFIER_LENGTH,
      inEveryRow: true,
    },
    status: {
      ...oneOf(RECORD_STATUSES, RECORD_STATUS_NAME),
      heading: 'Status',
      column: 'status',
      limit: 255,
    },
    firstAccess: { ...pastMoment, heading: 'First access', column: 'started_at' },
    lastAccess: { ...pastMoment, heading: 'Last access', column: 'last_access_at' },
    completedAt: { ...pastMoment, heading: 'Completed on', column: 'completed_at' },
    score: { ...numberIn(0, 100, 2), heading: 'Score', column: 'score' },
    accesses: { ...numberIn(1, 1_000_000, 0), heading: 'Accesses', column: 'accesses' },
  },
  identifiers: ['recordId'],
  needed: ['status', 'firstAccess'],
  defaults: { accesses: '1' },
};

export const DIRECTORY_ENTITIES: Readonly<Record<DirectoryKind, DirectoryEntity>> = {
  learners: LEARNERS,
  courses: COURSES,
  assignments: ASSIGNMENTS,
  records: RECORDS,
};

/** Whether rows name a learner and a course. */
export const isOfPairs = ({ key }: DirectoryEntity): boolean => key === PAIR;

/** The form in which a value of a field is compared with others. */
export const keyOf = (value: string): string => identifierKey(value);
