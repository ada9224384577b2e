import { RESET_REQUIRED } from '@reset/shared/contracts/csv-columns';
import { LOCALIZED } from '@reset/shared/csv/reset-required';
import type { ProblemRule } from './find-problems';
import { WIDTH } from './resolve-rows';
import { sentenceSql } from './sentence-sql';
import type { SqlConnection } from './sql-connection';
import type { StagedFile } from './stage-file';
import { cellColumn, countUpTo, SURPLUS, surplusColumn } from './staged-columns';

/** What may be wrong with the cells of a row, whomever they name. About `b` and `t`. */
export function formRules({ header, columns }: StagedFile): ProblemRule[] {
  return [...widthRules(header.length), ...valueRules(`TRIM(t.${cellColumn(columns.resetRequired)})`)];
}

function widthRules(expected: number): ProblemRule[] {
  const about = { position: 0, column: 'Row', severity: 'error' } as const;
  const lastFilled = countUpTo(SURPLUS)
    .reverse()
    .map((index) => `WHEN t.${surplusColumn(index)} <> '' THEN ${expected + index + 1}`);
  const one = sentenceSql('too-few-cells', { expected, found: 1 });
  const more = sentenceSql('too-few-cells', { expected, found: 't.cells' });
  return [
    {
      ...about,
      code: 'too-few-cells',
      when: `b.width = ${WIDTH.short}`,
      sentence: `IF(t.cells = 1, ${one}, ${more})`,
    },
    {
      ...about,
      code: 'too-many-cells',
      when: `b.width = ${WIDTH.wide}`,
      sentence: sentenceSql('too-many-cells', { expected, found: `CASE ${lastFilled.join(' ')} END` }),
    },
  ];
}

/** Words for true and false in other languages, compared without accents and case. */
export async function listLocalizedWords(sql: SqlConnection): Promise<void> {
  await sql.run('DROP TEMPORARY TABLE IF EXISTS sql_word');
  await sql.run(`CREATE TEMPORARY TABLE sql_word (word VARCHAR(40) NOT NULL PRIMARY KEY, meaning VARCHAR(5) NOT NULL)
    DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci`);
  const words = (['TRUE', 'FALSE'] as const).flatMap((meaning) =>
    // In full-width letters, for one, they are not the words that are asked for.
    [meaning, ...LOCALIZED[meaning]].map((word) => [word, meaning]),
  );
  // Two spellings of a word may be equal without their accents.
  await sql.run('INSERT IGNORE INTO sql_word (word, meaning) VALUES ?', [words]);
}

function valueRules(value: string): ProblemRule[] {
  const about = { position: 3, column: RESET_REQUIRED, severity: 'error' } as const;
  const isWord = `w.word = ${value} COLLATE utf8mb4_unicode_520_ci`;
  const meaning = `(SELECT w.meaning FROM sql_word w WHERE ${isWord})`;
  const invalid = `b.reset IS NULL AND ${value} <> ''`;
  return [
    {
      ...about,
      code: 'reset-required-empty',
      when: `b.reset IS NULL AND IFNULL(${value}, '') = '' AND b.width <> ${WIDTH.short}`,
      sentence: sentenceSql('reset-required-empty', {}),
    },
    {
      ...about,
      code: 'reset-required-localized',
      when: `${invalid} AND EXISTS (SELECT 1 FROM sql_word w WHERE ${isWord})`,
      sentence: sentenceSql('reset-required-localized', { value, meaning }),
    },
    {
      ...about,
      code: 'reset-required-invalid',
      when: `${invalid} AND NOT EXISTS (SELECT 1 FROM sql_word w WHERE ${isWord})`,
      sentence: sentenceSql('reset-required-invalid', { value }),
    },
  ];
}
