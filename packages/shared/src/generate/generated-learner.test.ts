import { uuidToText } from '../entities/columns';
import { identifierKey } from '../entities/identifier-key';
import {
  activeLearner,
  countActive,
  deactivatedLearner,
  emailSharer,
  learnerAt,
  loginIsOthersEmail,
  unambiguousIdentifiers,
} from './generated-learner';

const LEARNERS = 5_000;
const all = Array.from({ length: LEARNERS }, (_, index) => learnerAt(9, index));
const loginKeys = all.map(({ loginId }) => identifierKey(loginId));

test('a learner is made again without the ones before', () => {
  expect(learnerAt(9, 4_321)).toEqual(all[4_321]);
  expect(learnerAt(10, 4_321)).not.toEqual(all[4_321]);
});

test('no two learners have the same login ID or UUID', () => {
  expect(new Set(loginKeys).size).toBe(LEARNERS);
  expect(new Set(all.map(({ uuid }) => uuidToText(uuid))).size).toBe(LEARNERS);
});

test.each([
  ['a leading zero', /^0\d+$/],
  ['digits alone', /^[1-9]\d+$/],
  ['an email', /^[^@]+@[\w.]+$/],
  ['a domain before it', /^[A-Z]+\\\w/],
  ['a leading @', /^@/],
  ['a leading -', /^-/],
  ['a plus sign', /^[^@]+\+[^@]+$/],
  ['an apostrophe', /'/],
  ['capitals', /^[A-Z][a-z]+[A-Z]/],
  ['accents', /[áéíóúüñøłçß]/],
  ['Greek letters', /\p{Script=Greek}/u],
  ['Cyrillic letters', /\p{Script=Cyrillic}/u],
  ['Chinese characters', /\p{Script=Han}/u],
  ['Arabic letters', /\p{Script=Arabic}/u],
  ['Devanagari letters', /\p{Script=Devanagari}/u],
  ['decomposed accents', /\p{M}/u],
])('some login IDs have %s', (_what, pattern) => {
  expect(all.filter(({ loginId }) => pattern.test(loginId)).length).toBeGreaterThan(0);
});

test.each([
  'Latin',
  'Greek',
  'Cyrillic',
  'Han',
  'Hiragana',
  'Hangul',
  'Arabic',
  'Hebrew',
  'Devanagari',
  'Thai',
])('some names are written in %s', (script) => {
  const letters = new RegExp(`\\p{Script=${script}}`, 'u');
  expect(all.filter(({ name }) => letters.test(name)).length).toBeGreaterThan(0);
});

test('some names are composed and some decomposed, some with apostrophes', () => {
  expect(all.filter(({ name }) => name !== name.normalize('NFC')).length).toBeGreaterThan(0);
  expect(all.filter(({ name }) => name !== name.normalize('NFD')).length).toBeGreaterThan(0);
  expect(all.filter(({ name }) => /['’]/.test(name)).length).toBeGreaterThan(0);
});

test('some have no email, some share one, and for some the login is the email of another', () => {
  const without = all.filter(({ email }) => email === null).length;
  expect(without / LEARNERS).toBeCloseTo(0.03, 2);
  const sharer = all[emailSharer(3)];
  expect(sharer?.email).toBe(all[emailSharer(3) - 1]?.email);
  expect(sharer?.email).toMatch(/@/);
  const borrower = all[loginIsOthersEmail(3)];
  expect(borrower?.loginId).toBe(all[loginIsOthersEmail(3) - 1]?.email);
  expect(borrower?.loginId).toMatch(/@/);
});

test('active learners are all that are not deactivated, in order', () => {
  const active = all.filter(({ status }) => status === 'active').map(({ index }) => index);
  expect(countActive(LEARNERS)).toBe(active.length);
  expect(active.map((_, n) => activeLearner(n))).toEqual(active);
  expect(all[deactivatedLearner(11)]?.status).toBe('deactivated');
  for (const learners of [1, 7, 8, 57, 58])
    expect(countActive(learners)).toBe(active.filter((i) => i < learners).length);
});

test('an identifier that is called unambiguous leads to its learner alone, however it is read', () => {
  const readings = new Map<string, Set<number>>();
  for (const { index, loginId, email } of all)
    for (const text of [loginId, email ?? loginId]) {
      const key = identifierKey(text);
      readings.set(key, (readings.get(key) ?? new Set()).add(index));
    }
  for (const learner of all)
    for (const identifier of unambiguousIdentifiers(learner))
      expect([...(readings.get(identifierKey(identifier)) ?? [])]).toEqual([learner.index]);
  const named = all.filter((learner) => unambiguousIdentifiers(learner).length > 0);
  expect(named.length / LEARNERS).toBeGreaterThan(0.99);
});
