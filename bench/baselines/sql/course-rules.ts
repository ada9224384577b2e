import { CONTENT } from '@reset/shared/contracts/csv-columns';
import { KIND_NAME } from '@reset/shared/contracts/learning';
import type { HeaderColumns, ReadColumn } from '@reset/shared/csv/file-format';
import type { ProblemRule } from './find-problems';
import { scientific } from './learner-rules';
import { firstPlace, isDisagreement, isNone, NAMED, placeOfNone, secondPlace } from './name-states';
import { courseReadings, headingAt, keyAt, uuidOf, valueAt, valueGiven } from './named-cells';
import { WIDTH } from './resolve-rows';
import { sentenceSql } from './sentence-sql';

const STATE = 'b.course_state';
const ABOUT = { position: 2, column: CONTENT, severity: 'by-value' } as const;

/** What may be wrong with what a row names. About `b`, the row's judgement, and `t`, its text. */
export function courseRules(organizationId: number, { content: columns }: HeaderColumns): ProblemRule[] {
  const { count, words } = courseReadings(organizationId, columns.at(-1) as ReadColumn<string>);
  const value = valueGiven(columns, 't.content_unguarded');
  return [
    {
      ...ABOUT,
      severity: 'error',
      code: 'content-empty',
      when: `${STATE} = ${NAMED.empty} AND b.width <> ${WIDTH.short}`,
      sentence: sentenceSql('content-empty', {}),
    },
    ...lostRules(organizationId, columns),
    {
      ...ABOUT,
      code: 'content-ambiguous',
      when: `${STATE} = ${NAMED.many}`,
      sentence: sentenceSql('content-ambiguous', { value, count, readings: words }),
    },
    {
      ...ABOUT,
      code: 'content-columns-disagree',
      when: isDisagreement(STATE),
      sentence: sentenceSql('content-columns-disagree', {
        first: headingAt(columns, firstPlace(STATE)),
        second: headingAt(columns, secondPlace(STATE)),
      }),
    },
    ...stateRules(value),
  ];
}

/** Nothing has the name. */
function lostRules(organizationId: number, columns: readonly ReadColumn<string>[]): ProblemRule[] {
  const value = valueAt(columns, placeOfNone(STATE));
  const isLearner = isALearner(organizationId, keyAt(columns, placeOfNone(STATE)));
  return [
    {
      ...ABOUT,
      code: 'scientific-notation',
      when: `${isNone(STATE)} AND ${scientific(value)}`,
      sentence: sentenceSql('scientific-notation', { value }),
    },
    {
      ...ABOUT,
      code: 'content-is-learner',
      when: `${isNone(STATE)} AND NOT ${scientific(value)} AND ${isLearner}`,
      sentence: sentenceSql('content-is-learner', { value }),
    },
    {
      ...ABOUT,
      code: 'content-not-found',
      when: `${isNone(STATE)} AND NOT ${scientific(value)} AND NOT ${isLearner}`,
      sentence: sentenceSql('content-not-found', { value }),
    },
  ];
}

/** It is there, and cannot or should not be reset. */
function stateRules(value: string): ProblemRule[] {
  const names = Object.entries(KIND_NAME).map(([kind, name]) => `WHEN '${kind}' THEN '${name}'`);
  const kind = `(SELECT CASE x.kind ${names.join(' ')} END FROM course x WHERE x.id = b.course_id)`;
  return [
    {
      ...ABOUT,
      code: 'content-kind',
      when: `${STATE} = ${NAMED.kind}`,
      sentence: sentenceSql('content-kind', { value, kind }),
    },
    {
      ...ABOUT,
      code: 'compliance-not-configured',
      when: `${STATE} = ${NAMED.notConfigured}`,
      sentence: sentenceSql('compliance-not-configured', { value }),
    },
    {
      ...ABOUT,
      severity: 'warning',
      code: 'content-retired',
      when: `${STATE} = ${NAMED.retired}`,
      sentence: sentenceSql('content-retired', { value }),
    },
  ];
}

/** SQL: whether a key that no course has is one of a learner. */
const isALearner = (organizationId: number, key: string) => {
  const has = (where: string) =>
    `EXISTS (SELECT 1 FROM learner x WHERE x.organization_id = ${organizationId} AND ${where})`;
  const byEmail = `${key} LIKE '%@%' AND ${has(`x.email_key = ${key}`)}`;
  return `(${has(`x.login_key = ${key}`)} OR (${byEmail}) OR ${has(`x.uuid = ${uuidOf(key)}`)})`;
};
