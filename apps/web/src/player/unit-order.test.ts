import type { UnitResult } from '@reset/shared/contracts/run-time';
import { firstUnit, unitAt, wordOf } from './unit-order';

const result = (change: Partial<UnitResult>): UnitResult => ({
  completion: 'incomplete',
  success: 'unknown',
  score: null,
  progress: null,
  totalSeconds: 0,
  ...change,
});
const DONE = result({ completion: 'completed' });
const unit = (identifier: string, state: UnitResult | null = null) => ({ identifier, state });

test.each([
  ['the first of a new attempt', [unit('a'), unit('b')], null, 'a'],
  ['the one that was open', [unit('a'), unit('b', result({}))], 'b', 'b'],
  ['the next that is not done, where the last one is', [unit('a', DONE), unit('b')], 'a', 'b'],
  ['the first, where all are done', [unit('a', DONE), unit('b', DONE)], 'b', 'a'],
  ['another, where the package no longer has the last one', [unit('a', DONE), unit('b')], 'gone', 'b'],
])('a launch begins at %s', (_, units, last, first) => {
  expect(firstUnit(units, last)).toBe(first);
});

test('content goes to its neighbours, to another by name, or leaves the choice', () => {
  const units = [unit('a'), unit('b'), unit('c')];
  expect(unitAt(units, 'b', { to: 'next' })).toBe('c');
  expect(unitAt(units, 'b', { to: 'previous' })).toBe('a');
  expect(unitAt(units, 'c', { to: 'next' })).toBeUndefined();
  expect(unitAt(units, 'a', { to: 'previous' })).toBeUndefined();
  expect(unitAt(units, 'a', { to: 'unit', unit: 'c' })).toBe('c');
  expect(unitAt(units, 'a', { to: 'unit', unit: 'x' })).toBeUndefined();
  expect(unitAt(units, 'a', { to: 'menu' })).toBeUndefined();
});

test.each([
  [null, 'Not started'],
  [result({ completion: 'not-attempted' }), 'Not started'],
  [result({}), 'In progress'],
  [DONE, 'Completed'],
  [result({ completion: 'completed', success: 'failed' }), 'Failed'],
  [result({ completion: 'unknown', success: 'passed' }), 'Completed'],
] as const)('%j is called %s', (state, word) => {
  expect(wordOf(state)).toBe(word);
});
