import { NOT_CONNECTED, NOT_SAVED } from './find-api.js';
import { startLesson } from './lesson.js';

// Learning systems write these names in any letter case.
const query = new Map(
  [...new URLSearchParams(location.search)].map(([name, value]) => [name.toLowerCase(), value]),
);
const url = query.get('aicc_url');
const sessionId = query.get('aicc_sid') ?? '';
const begunAt = Date.now();
let status = 'incomplete';
let score = '';
let at = { location: '', suspended: '' };
/** The messages are sent one after the other: the last one counts. */
let last = Promise.resolve();

const send = (command, data) => {
  last = last.catch(() => undefined).then(() => post(command, data));
  return last;
};

/** One message of HACP: a form, answered by lines of text. */
async function post(command, data) {
  if (!url) throw new Error(NOT_CONNECTED);
  const body = formOf(command, data);
  const response = await fetch(url, { method: 'POST', body }).catch(() => undefined);
  const text = response?.ok ? await response.text() : '';
  if (/^\s*error\s*=\s*0\s*$/im.test(text)) return text;
  throw new Error(/^\s*error_text\s*=\s*(.+?)\s*$/im.exec(text)?.[1] ?? NOT_SAVED);
}

function formOf(command, data) {
  const form = new URLSearchParams({ command, version: '4.0', session_id: sessionId });
  if (data !== undefined) form.set('aicc_data', data);
  return form;
}

/** `[group]` and its lines, each group by its name in lower case. */
function readGroups(text) {
  const groups = new Map();
  let lines = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    const name = /^\s*(?:aicc_data\s*=\s*)?\[(\w+)\]\s*$/i.exec(line)?.[1]?.toLowerCase();
    if (name) {
      lines = [];
      groups.set(name, lines);
    } else lines.push(line);
  }
  return groups;
}

const valueIn = (lines = [], name) => {
  const line = lines.find((one) => one.toLowerCase().trim().startsWith(`${name}=`));
  return line ? line.slice(line.indexOf('=') + 1).trim() : '';
};

/** `HH:MM:SS` */
function timespan(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

const put = () =>
  send(
    'PutParam',
    [
      '[Core]',
      `Lesson_Location=${at.location}`,
      `Lesson_Status=${status === 'incomplete' ? 'incomplete, suspend' : status}`,
      `Score=${score}`,
      `Time=${timespan(Math.round((Date.now() - begunAt) / 1000))}`,
      '[Core_Lesson]',
      at.suspended,
    ].join('\r\n'),
  );

const table = (row) => {
  const line = (cells) => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',');
  return `${line(Object.keys(row))}\r\n${line(Object.values(row))}`;
};

startLesson({
  async begin() {
    const groups = readGroups(await send('GetParam'));
    const core = groups.get('core');
    const [first = ''] = valueIn(core, 'lesson_status');
    // Of each word the first letter counts: passed, completed and failed lessons have been finished once.
    if (/[pcf]/i.test(first)) status = 'completed';
    score = valueIn(core, 'score');
    const suspended = (groups.get('core_lesson') ?? []).join('\n').trim();
    return { location: valueIn(core, 'lesson_location'), suspended };
  },

  turn({ location: page, suspended }) {
    at = { location: page, suspended };
    return url ? put() : undefined;
  },

  answer({ id, response, correct, isRight, seconds }) {
    if (!url) return undefined;
    const today = new Date();
    const row = {
      Date: today.toISOString().slice(0, 10).replaceAll('-', '/'),
      Time: today.toTimeString().slice(0, 8),
      Interaction_ID: id,
      Type_Interaction: 'C',
      Correct_Response: correct,
      Student_Response: response,
      Result: isRight ? 'C' : 'W',
      Latency: timespan(seconds),
    };
    return send('PutInteractions', table(row));
  },

  complete(result) {
    status = 'completed';
    score = result.score === null ? '' : `${result.score},100,0`;
    return url ? put() : undefined;
  },

  leave() {
    // What was said last has been sent; only this one may still go out when the page is gone.
    if (url) navigator.sendBeacon(url, formOf('ExitAU'));
  },
});
