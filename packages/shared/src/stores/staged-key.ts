import { hash } from 'node:crypto';
import type { DirectoryAction } from '../contracts/directory-columns';
import { DIRECTORY_ACTIONS } from '../contracts/directory-columns';
import { type Entries, newEntries } from './packed-entries';

/**
 * What rows of a directory file are compared by: a row says which one it is about (its target), and each identifier
 * that it gives. Texts of any length are staged as 80 bits of their SHA-256, which a million rows do not meet twice by
 * chance (one in a trillion).
 */
export const KEY_LAYOUT = { keyHigh: 6, keyLow: 4, row: 4, value: 6, flags: 1 } as const;
export type KeyEntries = Entries<typeof KEY_LAYOUT>;

/** `about` is 0 for the target, or 1 and more for the identifiers in their order. */
export type StagedKey = {
  about: number;
  key: string;
  row: number;
  /** Of a target, all that the row says; of an identifier, the target that it is given to. */
  value: string;
  action: DirectoryAction;
  hasError: boolean;
};

const ABOUT = 7;
const ACTION_SHIFT = 3;
const ERROR = 32;

export const aboutOf = (flags: number): number => flags & ABOUT;
export const actionOf = (flags: number): DirectoryAction =>
  DIRECTORY_ACTIONS[(flags >> ACTION_SHIFT) & 3] as DirectoryAction;
export const hasErrorFlag = (flags: number): boolean => (flags & ERROR) !== 0;

export function keyEntries(keys: readonly StagedKey[]): KeyEntries {
  const entries = newEntries(KEY_LAYOUT, keys.length);
  keys.forEach(({ about, key, row, value, action, hasError }, index) => {
    const digest = hash('sha256', `${about} ${key}`, 'buffer');
    entries.keyHigh[index] = digest.readUIntLE(0, 6);
    entries.keyLow[index] = digest.readUInt32LE(6);
    entries.row[index] = row;
    entries.value[index] = hash('sha256', value, 'buffer').readUIntLE(0, 6);
    entries.flags[index] =
      about | (DIRECTORY_ACTIONS.indexOf(action) << ACTION_SHIFT) | (hasError ? ERROR : 0);
  });
  return entries;
}
