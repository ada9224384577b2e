export type ResetRequired =
  | { value: boolean }
  | { code: 'reset-required-empty' }
  | { code: 'reset-required-invalid' }
  | { code: 'reset-required-localized'; meaning: 'TRUE' | 'FALSE' };

/** What spreadsheets in other languages write for the two booleans, and the plain words where they differ. */
export const LOCALIZED: Readonly<Record<'TRUE' | 'FALSE', readonly string[]>> = {
  TRUE: [
    ...['WAHR', 'VRAI', 'VERDADERO', 'VERO', 'VERDADEIRO', 'WAAR', 'PRAWDA', 'PRAVDA', 'CERT', 'EGIA'],
    ...['SANN', 'SANT', 'SAND', 'TOSI', 'IGAZ', 'DOĞRU', 'ADEVĂRAT', 'TÕENE', 'PATIESS', 'TIESA', 'ISTINA'],
    ...['TAČNO', 'RESNICA', 'SATT', 'BENAR', 'ĐÚNG'],
    ...['ИСТИНА', 'ІСТИНА', 'ПРАВДА', 'ТАЧНО', 'ΑΛΗΘΕΣ', 'ΑΛΗΘΗΣ', 'ՃՇՄԱՐԻՏ'],
    ...['真', '참', 'จริง', 'אמת', 'صحيح', 'صواب', 'सत्य'],
  ],
  FALSE: [
    ...['FALSCH', 'FAUX', 'FALSO', 'ONWAAR', 'FAŁSZ', 'FALSZ', 'NEPRAVDA', 'FALS', 'GEZURRA'],
    ...[
      'FALSK',
      'FALSKT',
      'USANN',
      'USAND',
      'EPÄTOSI',
      'HAMIS',
      'YANLIŞ',
      'VÄÄR',
      'APLAMS',
      'NETIESA',
      'LAŽ',
    ],
    ...['NETAČNO', 'NERESNICA', 'ÓSATT', 'SALAH', 'SAI'],
    ...['ЛОЖЬ', 'ХИБНІСТЬ', 'НЕПРАВДА', 'НЕТАЧНО', 'ΨΕΥΔΕΣ', 'ΨΕΥΔΗΣ', 'ԿԵՂԾ'],
    ...['假', '偽', '거짓', 'เท็จ', 'שקר', 'خطأ', 'असत्य'],
  ],
};

/** Without accents, width and case: people type what their keyboard has (`DOGRU`, `ｔｒｕｅ`). */
const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();

const MEANINGS: ReadonlyMap<string, 'TRUE' | 'FALSE'> = new Map(
  (['TRUE', 'FALSE'] as const).flatMap((meaning) =>
    [meaning, ...LOCALIZED[meaning]].map((word) => [folded(word), meaning] as const),
  ),
);
const TRUE: ResetRequired = { value: true };
const FALSE: ResetRequired = { value: false };

/**
 * Reads a cell of the column `Reset required`: TRUE or FALSE in any case, blanks around ignored. What a spreadsheet in
 * another language writes for them is recognized, to be explained and not guessed; `1`, `0`, `yes`, `no` are neither.
 */
export function readResetRequired(cell: string): ResetRequired {
  if (cell === 'TRUE') return TRUE;
  if (cell === 'FALSE') return FALSE;
  const text = cell.trim();
  if (text === '') return { code: 'reset-required-empty' };
  if (/^true$/i.test(text)) return TRUE;
  if (/^false$/i.test(text)) return FALSE;
  const meaning = MEANINGS.get(folded(text));
  return meaning ? { code: 'reset-required-localized', meaning } : { code: 'reset-required-invalid' };
}
