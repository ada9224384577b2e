import type { GlobalObjectiveMap } from '@reset/shared/contracts/content-package';
import { NOTHING_SHARED } from '@reset/shared/contracts/run-time';
import { readShared, writeShared } from './shared-objectives';

const map = (change: Partial<GlobalObjectiveMap> = {}): GlobalObjectiveMap => ({
  objectiveId: 'own',
  targetObjectiveId: 'everybody’s',
  readSatisfiedStatus: true,
  readNormalizedMeasure: true,
  writeSatisfiedStatus: true,
  writeNormalizedMeasure: true,
  ...change,
});
const unitOf = (globalObjectives: GlobalObjectiveMap[], objectives = ['own']) => ({
  globalObjectives,
  objectives,
});
const said = (success_status: string, scaled: string) => ({ success_status, score: { scaled } });
const PASSED = { objectives: { 'everybody’s': { success: 'passed' as const, measure: 0.9 } }, data: {} };

test('what one unit writes, another reads under its own name', () => {
  const cmi = { objectives: { 0: { id: 'own', ...said('passed', '0.9') } } };
  const shared = writeShared(cmi, unitOf([map()]), NOTHING_SHARED);
  expect(shared).toEqual(PASSED);
  const other = unitOf([map({ objectiveId: 'theirs' })]);
  expect(readShared({ objectives: [{ id: 'x' }, { id: 'theirs' }] }, other, shared).objectives).toEqual([
    { id: 'x' },
    { id: 'theirs', ...said('passed', '0.9') },
  ]);
  expect(readShared({}, other, shared).objectives).toEqual([{ id: 'theirs', ...said('passed', '0.9') }]);
});

test('nothing is read or written that the package does not name', () => {
  const silent = map({
    readSatisfiedStatus: false,
    readNormalizedMeasure: false,
    writeSatisfiedStatus: false,
    writeNormalizedMeasure: false,
  });
  expect(readShared({}, unitOf([silent]), PASSED).objectives).toEqual([{ id: 'own' }]);
  const failed = { objectives: [{ id: 'own', ...said('failed', '-1') }] };
  expect(writeShared(failed, unitOf([silent]), PASSED).objectives).toEqual(PASSED.objectives);
  expect(writeShared(failed, unitOf([map()]), PASSED).objectives['everybody’s']).toEqual({
    success: 'failed',
    measure: -1,
  });
});

test('an objective that says nothing leaves what is known, except the primary one, which is the result itself', () => {
  const silent = { objectives: [{ id: 'own', ...said('unknown', '') }], ...said('failed', '0.2') };
  expect(writeShared(silent, unitOf([map()], ['another', 'own']), PASSED).objectives).toEqual(
    PASSED.objectives,
  );
  const failed = { 'everybody’s': { success: 'failed', measure: 0.2 } };
  expect(writeShared(silent, unitOf([map()]), PASSED).objectives).toEqual(failed);
  expect(writeShared(silent, unitOf([map({ objectiveId: null })]), PASSED).objectives).toEqual(failed);
});

test('at the start of an attempt there is nothing to read; buckets of data are kept by name', () => {
  expect(readShared({}, unitOf([map()]), NOTHING_SHARED).objectives).toEqual([]);
  const first = writeShared({}, unitOf([]), NOTHING_SHARED, { a: '1' });
  expect(writeShared({}, unitOf([]), first, { b: '2' }).data).toEqual({ a: '1', b: '2' });
});
