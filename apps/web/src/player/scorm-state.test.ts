import type { UnitState } from '@reset/shared/contracts/run-time';
import {
  type RenderedCommit,
  type SessionUnit,
  scorm12Start,
  scorm12State,
  scorm2004Start,
  scorm2004State,
} from './scorm-state';

const LEARNER = { id: 'ann', name: 'Ann Lee' };
const unitWith = (state: UnitState | null): SessionUnit => ({
  identifier: 'item-1',
  title: 'Lesson',
  href: 'index.html',
  kind: 'sco',
  parameters: null,
  launchData: 'language=en',
  masteryScore: 80,
  maxTimeAllowed: null,
  timeLimitAction: null,
  prerequisites: null,
  completionThreshold: 0.8,
  scaledPassingScore: 0.7,
  objectives: ['first'],
  globalObjectives: [],
  sharedData: [],
  state,
});
const rendered = (cmi: Record<string, unknown>, more: Partial<RenderedCommit> = {}): RenderedCommit => ({
  completionStatus: 'incomplete',
  successStatus: 'unknown',
  totalTimeSeconds: 61.6,
  runtimeData: { cmi },
  ...more,
});

describe('a new attempt', () => {
  test('of SCORM 1.2 has what the package says and nothing else', () => {
    expect(scorm12Start(unitWith(null), LEARNER).cmi).toEqual({
      core: {
        student_id: 'ann',
        student_name: 'Ann Lee',
        entry: 'ab-initio',
        lesson_mode: 'normal',
        credit: 'credit',
        total_time: '0000:00:00',
      },
      student_data: { mastery_score: '80', max_time_allowed: '', time_limit_action: '' },
      launch_data: 'language=en',
    });
  });

  test('of SCORM 2004 has the objectives of the package, and no more', () => {
    expect(scorm2004Start(unitWith(null), LEARNER).cmi).toEqual({
      objectives: [{ id: 'first' }],
      learner_id: 'ann',
      learner_name: 'Ann Lee',
      entry: 'ab-initio',
      mode: 'normal',
      credit: 'credit',
      completion_threshold: '0.8',
      scaled_passing_score: '0.7',
      max_time_allowed: '',
      launch_data: 'language=en',
    });
  });
});

describe('an attempt that goes on', () => {
  const core = {
    lesson_location: '7',
    lesson_status: 'incomplete',
    session_time: '00:05:00',
    entry: 'ab-initio',
  };

  test.each([
    ['suspend', true, 'resume'],
    ['', true, ''],
    ['logout', true, ''],
    // Cut off before it could say how it leaves.
    ['', false, 'resume'],
  ])('was left with "%s", ended %s: it is entered with "%s"', (exit, finished, entry) => {
    const saved12 = scorm12State(rendered({ core: { ...core, exit }, suspend_data: 'x' }), finished);
    const start12 = scorm12Start(unitWith(saved12), LEARNER).cmi;
    expect(start12).toMatchObject({ core: { lesson_location: '7', entry }, suspend_data: 'x' });
    expect(start12.core).not.toHaveProperty('exit');
    expect(start12.core).not.toHaveProperty('session_time');

    const saved2004 = scorm2004State(rendered({ location: '7', exit, session_time: 'PT5M' }), finished);
    const start2004 = scorm2004Start(unitWith(saved2004), LEARNER).cmi;
    expect(start2004).toMatchObject({ location: '7', entry });
    expect(start2004).not.toHaveProperty('exit');
    expect(start2004).not.toHaveProperty('session_time');
    // What the content has made of its objectives counts.
    expect(start2004).not.toHaveProperty('objectives');
  });
});

test.each([
  [{ raw: 7, min: 0, max: 10 }, 70],
  [{ raw: 70 }, 70],
  [{ scaled: 0.456789 }, 45.68],
  [{ scaled: -0.5 }, 0],
  [{ raw: 150, max: 100 }, 100],
  [{ raw: 5, min: 10, max: 10 }, null],
  [{}, null],
  [{ raw: Number.NaN }, null],
])('the score %j is %s percent', (score, percent) => {
  expect(scorm12State(rendered({ core: {} }, { score }), true).score).toBe(percent);
});

test('completion, success, time and progress are those that the content told', () => {
  const done = rendered(
    { core: {}, progress_measure: '0.25' },
    { completionStatus: 'completed', successStatus: 'passed' },
  );
  expect(scorm12State(done, true)).toMatchObject({
    completion: 'completed',
    success: 'passed',
    totalSeconds: 62,
    progress: null,
  });
  expect(scorm2004State(done, true)).toMatchObject({ completion: 'completed', progress: 0.25 });
  expect(scorm2004State(rendered({ progress_measure: '' }), true).progress).toBeNull();
  const untouched = rendered({ core: { lesson_status: 'not attempted' } });
  expect(scorm12State(untouched, false).completion).toBe('not-attempted');
});
