import { findApi, NOT_CONNECTED, NOT_SAVED } from './find-api.js';
import { startLesson } from './lesson.js';

const api = findApi('API_1484_11');
const begunAt = Date.now();
let isOpen = false;
let isComplete = false;

function set(name, value) {
  if (!isOpen || api.SetValue(`cmi.${name}`, String(value)) === 'false') throw new Error(NOT_SAVED);
}
const get = (name) => api.GetValue(`cmi.${name}`);
const sessionTime = () => `PT${Math.round((Date.now() - begunAt) / 1000)}S`;
function commit() {
  set('session_time', sessionTime());
  if (api.Commit('') === 'false') throw new Error(NOT_SAVED);
}

/** The place of an objective, which is there from the manifest or is made. */
function objective(id) {
  const count = Number(get('objectives._count'));
  for (let at = 0; at < count; at += 1) if (get(`objectives.${at}.id`) === id) return `objectives.${at}`;
  set(`objectives.${count}.id`, id);
  return `objectives.${count}`;
}

/** Whole seconds with a time zone: `2026-01-31T08:15:00Z`. */
const now = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

startLesson({
  begin() {
    if (!api) throw new Error(NOT_CONNECTED);
    isOpen = api.Initialize('') !== 'false';
    if (!isOpen) throw new Error(NOT_SAVED);
    isComplete = get('completion_status') === 'completed';
    if (!isComplete) set('completion_status', 'incomplete');
    return { location: get('location'), suspended: get('suspend_data') };
  },

  turn({ location, suspended, progress }) {
    if (!api) return;
    set('location', location);
    set('suspend_data', suspended);
    if (!isComplete) set('progress_measure', progress.toFixed(2));
    set('exit', isComplete ? 'normal' : 'suspend');
    commit();
  },

  answer({ id, question, response, correct, isRight, objective: objectiveId, seconds }) {
    if (!api) return;
    const interaction = `interactions.${get('interactions._count')}`;
    set(`${interaction}.id`, id);
    set(`${interaction}.type`, 'choice');
    if (objectiveId) set(`${interaction}.objectives.0.id`, objectiveId);
    set(`${interaction}.timestamp`, now());
    set(`${interaction}.correct_responses.0.pattern`, correct);
    set(`${interaction}.learner_response`, response);
    set(`${interaction}.result`, isRight ? 'correct' : 'incorrect');
    set(`${interaction}.latency`, `PT${seconds}S`);
    set(`${interaction}.description`, question.slice(0, 250));
  },

  complete({ score, objectives }) {
    if (!api) return;
    isComplete = true;
    for (const { id, score: ofIt } of objectives) {
      const place = objective(id);
      set(`${place}.score.scaled`, ofIt / 100);
      set(`${place}.success_status`, ofIt >= 60 ? 'passed' : 'failed');
      set(`${place}.completion_status`, 'completed');
    }
    if (score !== null) {
      set('score.min', 0);
      set('score.max', 100);
      set('score.raw', score);
      set('score.scaled', score / 100);
      set('success_status', score >= 60 ? 'passed' : 'failed');
    }
    set('progress_measure', 1);
    set('completion_status', 'completed');
    set('exit', 'normal');
    commit();
  },

  leave() {
    if (!isOpen) return;
    api.SetValue('cmi.session_time', sessionTime());
    api.Terminate('');
    isOpen = false;
  },
});
