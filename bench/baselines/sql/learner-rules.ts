import { LEARNER } from '@reset/shared/contracts/csv-columns';
import type { HeaderColumns, ReadColumn } from '@reset/shared/csv/file-format';
import type { ProblemRule } from './find-problems';
import { firstPlace, isDisagreement, isNone, NAMED, placeOfNone, secondPlace } from './name-states';
import { headingAt, keyAt, learnerReadings, uuidOf, valueAt, valueGiven } from './named-cells';
import { WIDTH } from './resolve-rows';
import { sentenceSql } from './sentence-sql';

/** As a spreadsheet writes a number too long for its cell. */
export const scientific = (value: string): string => `${value} RLIKE '^[0-9]([.,][0-9]+)?[Ee][+][0-9]+$'`;

/** What may be wrong with whom a row names. About `b`, the row's judgement, and `t`, its text. */
export function learnerRules(organizationId: number, { learner: columns }: HeaderColumns): ProblemRule[] {
  const state = 'b.learner_state';
  const lost = valueAt(columns, placeOfNone(state));
  const value = valueGiven(columns, 't.learner_unguarded');
  const about = { position: 1, column: LEARNER, severity: 'by-value' } as const;
  const isCourse = isACourse(organizationId, keyAt(columns, placeOfNone(state)));
  const { count, words } = learnerReadings(organizationId, columns.at(-1) as ReadColumn<string>);
  const details = { value: lost };
  return [
    {
      ...about,
      severity: 'error',
      code: 'learner-empty',
      when: `${state} = ${NAMED.empty} AND b.width <> ${WIDTH.short}`,
      sentence: sentenceSql('learner-empty', {}),
    },
    {
      ...about,
      code: 'scientific-notation',
      when: `${isNone(state)} AND ${scientific(lost)}`,
      sentence: sentenceSql('scientific-notation', details),
    },
    {
      ...about,
      code: 'learner-is-course',
      when: `${isNone(state)} AND NOT ${scientific(lost)} AND ${isCourse}`,
      sentence: sentenceSql('learner-is-course', details),
    },
    {
      ...about,
      code: 'learner-not-found',
      when: `${isNone(state)} AND NOT ${scientific(lost)} AND NOT ${isCourse}`,
      sentence: sentenceSql('learner-not-found', details),
    },
    {
      ...about,
      code: 'learner-ambiguous',
      when: `${state} = ${NAMED.many}`,
      sentence: sentenceSql('learner-ambiguous', { value, count, readings: words }),
    },
    {
      ...about,
      code: 'learner-columns-disagree',
      when: isDisagreement(state),
      sentence: sentenceSql('learner-columns-disagree', {
        first: headingAt(columns, firstPlace(state)),
        second: headingAt(columns, secondPlace(state)),
      }),
    },
    {
      ...about,
      code: 'learner-deactivated',
      when: `${state} = ${NAMED.deactivated}`,
      sentence: sentenceSql('learner-deactivated', { value }),
    },
  ];
}

/** SQL: whether a key that no learner has is one of a course. Two look-ups, because OR between two indexes is none. */
const isACourse = (organizationId: number, key: string) =>
  `(EXISTS (SELECT 1 FROM course x WHERE x.organization_id = ${organizationId} AND x.asset_key = ${key})
   OR EXISTS (SELECT 1 FROM course x WHERE x.organization_id = ${organizationId} AND x.uuid = ${uuidOf(key)}))`;
