/**
 * What the cells of a row lead to, as a number: who or what was found is fine or not, or why nobody was. Where it
 * matters which column said so, its place among the naming columns is part of the number.
 */
export const NAMED = {
  fine: 0,
  deactivated: 1,
  retired: 2,
  kind: 3,
  notConfigured: 4,
  empty: 5,
  many: 6,
} as const;

/** Nobody has what the column at this place says. */
export const NONE_FROM = 10;
export const NONE_TO = 20;
/** The columns at two places name different ones. */
export const DISAGREE_FROM = 100;
export const disagree = (firstPlace: string, secondPlace: number): string =>
  `${DISAGREE_FROM + secondPlace} + 10 * ${firstPlace}`;

/** SQL: exactly one was found. */
export const isOne = (state: string): string => `${state} < ${NAMED.empty}`;
export const isNone = (state: string): string => `${state} BETWEEN ${NONE_FROM} AND ${NONE_TO}`;
export const isDisagreement = (state: string): string => `${state} >= ${DISAGREE_FROM}`;
/** SQL: the place of the column that nobody has. */
export const placeOfNone = (state: string): string => `(${state} - ${NONE_FROM})`;
export const firstPlace = (state: string): string => `((${state} - ${DISAGREE_FROM}) DIV 10)`;
export const secondPlace = (state: string): string => `((${state} - ${DISAGREE_FROM}) MOD 10)`;
