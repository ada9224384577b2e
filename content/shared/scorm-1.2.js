import { findApi, NOT_CONNECTED, NOT_SAVED } from './find-api.js';
import { startLesson } from './lesson.js';

const api = findApi('API');
const begunAt = Date.now();
let isOpen = false;
let isComplete = false;

function set(name, value) {
  if (!isOpen || api.LMSSetValue(`cmi.${name}`, String(value)) === 'false') throw new Error(NOT_SAVED);
}
const get = (name) => api.LMSGetValue(`cmi.${name}`);
function commit() {
  set('core.session_time', timespan(Math.round((Date.now() - begunAt) / 1000)));
  if (api.LMSCommit('') === 'false') throw new Error(NOT_SAVED);
}

/** `HHHH:MM:SS` */
function timespan(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

startLesson({
  begin() {
    if (!api) throw new Error(NOT_CONNECTED);
    isOpen = api.LMSInitialize('') !== 'false';
    if (!isOpen) throw new Error(NOT_SAVED);
    const status = get('core.lesson_status');
    isComplete = ['completed', 'passed', 'failed'].includes(status);
    if (status === 'not attempted') set('core.lesson_status', 'incomplete');
    return { location: get('core.lesson_location'), suspended: get('suspend_data') };
  },

  turn({ location, suspended }) {
    if (!api) return;
    set('core.lesson_location', location);
    set('suspend_data', suspended);
    set('core.exit', isComplete ? '' : 'suspend');
    commit();
  },

  answer({ id, response, correct, isRight, seconds }) {
    if (!api) return;
    const interaction = `interactions.${get('interactions._count')}`;
    set(`${interaction}.id`, id);
    set(`${interaction}.type`, 'choice');
    set(`${interaction}.time`, new Date().toTimeString().slice(0, 8));
    set(`${interaction}.correct_responses.0.pattern`, correct);
    set(`${interaction}.student_response`, response);
    set(`${interaction}.result`, isRight ? 'correct' : 'wrong');
    set(`${interaction}.latency`, timespan(seconds));
  },

  complete({ score }) {
    if (!api) return;
    isComplete = true;
    if (score !== null) {
      set('core.score.min', 0);
      set('core.score.max', 100);
      set('core.score.raw', score);
    }
    // Whether it is passed is for the learning system to say, by the mastery score of the manifest.
    set('core.lesson_status', 'completed');
    set('core.exit', '');
    commit();
  },

  leave() {
    if (!isOpen) return;
    api.LMSSetValue('cmi.core.session_time', timespan(Math.round((Date.now() - begunAt) / 1000)));
    api.LMSFinish('');
    isOpen = false;
  },
});
