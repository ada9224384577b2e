import type { GivenPackage } from '@reset/shared/content/given-package.fixture';

/**
 * A tiny course for each way of talking to us. Each shows what it finds when it starts as JSON in its `output`, turns
 * slides with "Next slide", and ends with "Finish".
 */
const page = (script: string) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Content</title>
<h1>Slide <span id="slide"></span></h1><output></output>
<button id="next">Next slide</button> <button id="finish">Finish</button>
<script>
const show = (slide) => { document.getElementById('slide').textContent = slide; };
const tellFound = (found) => { document.querySelector('output').textContent = JSON.stringify(found); };
const onClick = (id, act) => document.getElementById(id).addEventListener('click', act);
const findApi = (name) => { let one = window; while (!one[name] && one.parent !== one) one = one.parent; return one[name]; };
// What a browser keeps by itself must not lead back either.
let kept = null;
try { kept = localStorage.getItem('kept'); localStorage.setItem('kept', 'of an older attempt'); } catch { /* It keeps nothing. */ }
${script}
</script></html>`;

const SCORM_12 = page(`
const api = findApi('API');
api.LMSInitialize('');
const get = (name) => api.LMSGetValue('cmi.' + name), set = (name, value) => api.LMSSetValue('cmi.' + name, String(value));
tellFound({ kept, entry: get('core.entry'), location: get('core.lesson_location'), suspended: get('suspend_data'),
  status: get('core.lesson_status'), score: get('core.score.raw'), time: get('core.total_time'),
  objectives: get('objectives._count'), interactions: get('interactions._count'), mastery: get('student_data.mastery_score') });
let slide = Number(get('core.lesson_location') || 1), ended = false;
show(slide);
onClick('next', () => {
  slide += 1;
  set('core.lesson_location', slide); set('suspend_data', 'seen ' + slide); set('core.lesson_status', 'incomplete');
  set('objectives.0.id', 'first'); set('objectives.0.status', 'passed'); set('core.score.raw', slide * 10);
  const n = get('interactions._count');
  set('interactions.' + n + '.id', 'question-' + n); set('interactions.' + n + '.type', 'choice'); set('interactions.' + n + '.student_response', 'a');
  api.LMSCommit(''); show(slide);
});
const end = (exit) => { if (ended) return; ended = true; set('core.session_time', '00:01:00'); set('core.exit', exit); api.LMSFinish(''); };
onClick('finish', () => { set('core.score.raw', 90); set('core.lesson_status', 'completed'); end(''); });
window.addEventListener('pagehide', () => end('suspend'));`);

const SCORM_2004 = page(`
const api = findApi('API_1484_11');
api.Initialize('');
const get = (name) => api.GetValue(name), set = (name, value) => api.SetValue(name, String(value));
tellFound({ kept, entry: get('cmi.entry'), location: get('cmi.location'), suspended: get('cmi.suspend_data'),
  status: get('cmi.completion_status'), score: get('cmi.score.scaled'), time: get('cmi.total_time'),
  progress: get('cmi.progress_measure'), objective: get('cmi.objectives.0.success_status'),
  interactions: get('cmi.interactions._count'), shared: get('adl.data.0.store') });
let slide = Number(get('cmi.location') || 1), ended = false;
show(slide);
onClick('next', () => {
  slide += 1;
  set('cmi.location', slide); set('cmi.suspend_data', 'seen ' + slide); set('cmi.completion_status', 'incomplete');
  set('cmi.objectives.0.success_status', 'passed'); set('cmi.score.scaled', slide / 10); set('cmi.progress_measure', slide / 10);
  set('adl.data.0.store', 'shared by slide ' + slide);
  const n = get('cmi.interactions._count');
  set('cmi.interactions.' + n + '.id', 'question-' + n); set('cmi.interactions.' + n + '.type', 'choice'); set('cmi.interactions.' + n + '.learner_response', 'a');
  api.Commit(''); show(slide);
});
const end = (exit) => { if (ended) return; ended = true; set('cmi.session_time', 'PT1M'); set('cmi.exit', exit); api.Terminate(''); };
onClick('finish', () => { set('cmi.score.scaled', 0.9); set('cmi.completion_status', 'completed'); set('cmi.success_status', 'passed'); end('normal'); });
window.addEventListener('pagehide', () => end('suspend'));`);

const AICC = page(`
const fields = new URLSearchParams(location.search.toLowerCase()), raw = new URLSearchParams(location.search);
const send = (command, data) => { const form = new URLSearchParams({ command, version: '4.0', session_id: raw.get('aicc_sid'), aicc_data: data || '' });
  return fetch(raw.get('aicc_url'), { method: 'POST', body: form, keepalive: true }).then((reply) => reply.text()); };
const value = (text, name) => (new RegExp('^' + name + '=(.*)$', 'im').exec(text) || [])[1]?.trim();
const lesson = (text) => /\\[Core_Lesson\\]\\r?\\n([^\\[]*)/i.exec(text)[1].trim();
let slide = 1, asked = 0, ended = false;
send('GetParam').then((text) => {
  tellFound({ kept, status: value(text, 'Lesson_Status'), location: value(text, 'Lesson_Location'), suspended: lesson(text),
    score: value(text, 'Score'), time: value(text, 'Time'), objective: value(text, 'J_Status.1') || '' });
  slide = Number(value(text, 'Lesson_Location') || 1); show(slide);
});
const put = (status, score) => send('PutParam', '[Core]\\r\\nLesson_Location=' + slide + '\\r\\nLesson_Status=' + status + '\\r\\nScore=' + score +
  '\\r\\nTime=00:01:00\\r\\n[Core_Lesson]\\r\\nseen ' + slide + '\\r\\n[Objectives_Status]\\r\\nJ_ID.1=first\\r\\nJ_Status.1=passed\\r\\n');
onClick('next', () => { slide += 1; put('Incomplete, Suspend', slide * 10)
  .then(() => send('PutInteractions', '"course_id","student_id"\\r\\n"c","s"\\r\\n'))
  .then((text) => { if (/error=0/.test(text)) show(slide); else document.querySelector('output').textContent = text; }); });
onClick('finish', () => { put('Completed', 90).then(() => { ended = true; return send('ExitAU'); }).then(() => show('done')); });`);

const nativePage = (
  slide: number,
) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page ${slide}</title>
<h1>Slide <span id="slide">${slide}</span></h1>`;
const PAGES = [1, 2, 3, 4];

export const PACKAGES = {
  'scorm-1.2': { standard: 'scorm-1.2', units: [{ masteryScore: 80 }], files: { 'index.html': SCORM_12 } },
  'scorm-2004': {
    standard: 'scorm-2004',
    units: [
      {
        objectives: ['first'],
        globalObjectives: [
          {
            objectiveId: 'first',
            targetObjectiveId: 'global-1',
            readSatisfiedStatus: true,
            readNormalizedMeasure: true,
            writeSatisfiedStatus: true,
            writeNormalizedMeasure: true,
          },
        ],
        sharedData: [{ targetId: 'bucket-1', readable: true, writable: true }],
      },
    ],
    files: { 'index.html': SCORM_2004 },
  },
  aicc: {
    standard: 'aicc',
    units: [{ href: 'index.html', parameters: 'mode=normal' }],
    files: { 'index.html': AICC },
  },
  skillsoft: {
    standard: 'skillsoft',
    units: [{ identifier: 'course', href: 'course.json' }],
    files: {
      'course.json': JSON.stringify({
        title: 'Fire safety',
        pages: PAGES.map((slide) => ({
          id: `page-${slide}`,
          title: `Slide ${slide}`,
          href: `pages/${slide}.html`,
        })),
      }),
      ...Object.fromEntries(PAGES.map((slide) => [`pages/${slide}.html`, nativePage(slide)])),
    },
  },
  'two-units': {
    standard: 'scorm-1.2',
    units: [
      { identifier: 'one', title: 'Part one' },
      { identifier: 'two', title: 'Part two' },
    ],
    files: { 'index.html': SCORM_12 },
  },
} satisfies Record<string, GivenPackage>;
