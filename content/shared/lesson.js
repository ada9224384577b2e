import { askQuestion } from './question.js';

/**
 * Shows the pages of a lesson one after the other, from where the learner left it.
 *
 * @param runtime how the lesson talks to the learning system, one file for each standard; every method may be
 *   asynchronous, and rejects or throws where nothing can be saved:
 *   begin() -> { location, suspended, learner }     where the learner left, '' at the start
 *   turn({ location, suspended, progress })          another page is open; progress is 0 to 1
 *   answer({ id, question, response, correct, isRight, objective, seconds })
 *   complete({ score, objectives })                  score in percent; objectives: [{ id, score }]
 *   leave()                                          the page goes away
 */
export async function startLesson(runtime) {
  const frame = buildFrame();
  const tell = async (call) => {
    try {
      return await call();
    } catch (error) {
      frame.notice.textContent = error.message;
      frame.notice.hidden = false;
      return undefined;
    }
  };
  const begun = (await tell(() => runtime.begin())) ?? { location: '', suspended: '' };
  const lesson = { ...frame, runtime, tell, answers: readAnswers(begun.suspended), at: 0 };
  lesson.questions = frame.pages.filter((page) => page.matches('form'));
  for (const form of lesson.questions) askQuestion(form, lesson, () => turn(lesson, 0));
  frame.back.addEventListener('click', () => turn(lesson, -1));
  frame.next.addEventListener('click', () => goOn(lesson));
  addEventListener('pagehide', () => runtime.leave(), { once: true });
  const found = frame.pages.findIndex((page) => page.dataset.page === begun.location);
  lesson.at = Math.max(0, found);
  show(lesson, false);
  await save(lesson);
}

/** The bar above and the buttons below, which every lesson has. */
function buildFrame() {
  const main = document.querySelector('main');
  const pages = [...main.querySelectorAll('[data-page]')];
  const where = element('div', { className: 'where' });
  const bar = element('progress', { max: pages.length });
  bar.setAttribute('aria-label', 'How far you are');
  const count = element('span');
  where.append(bar, count);
  const notice = element('p', { className: 'notice', hidden: true });
  notice.setAttribute('role', 'alert');
  const back = element('button', { type: 'button', textContent: 'Back' });
  const next = element('button', { type: 'button', textContent: 'Next', className: 'main' });
  const buttons = element('nav', { className: 'turn' });
  buttons.setAttribute('aria-label', 'Pages');
  buttons.append(back, next);
  main.prepend(where, notice);
  main.append(buttons);
  for (const page of pages) {
    page.classList.add('page');
    page.querySelector('h1').tabIndex = -1;
  }
  return { main, pages, bar, count, notice, back, next };
}

const element = (name, properties = {}) => Object.assign(document.createElement(name), properties);

/** What an older version of the course kept may not fit: then the questions are asked again. */
function readAnswers(suspended) {
  try {
    return JSON.parse(suspended).answers ?? {};
  } catch {
    return {};
  }
}

function goOn(lesson) {
  const page = lesson.pages[lesson.at];
  if (lesson.questions.includes(page) && !(page.dataset.page in lesson.answers)) {
    page.querySelector('.said').textContent = 'Choose an answer and check it first.';
    return;
  }
  turn(lesson, 1);
}

function turn(lesson, by) {
  lesson.at += by;
  if (by !== 0) show(lesson, true);
  save(lesson);
}

function show({ pages, at, bar, count, back, next, ...lesson }, moveFocus) {
  for (const page of pages) page.hidden = page !== pages[at];
  bar.value = at + 1;
  count.textContent = `Page ${at + 1} of ${pages.length}`;
  back.disabled = at === 0;
  next.hidden = at === pages.length - 1;
  if (next.hidden) showResult(pages[at], lesson);
  if (moveFocus) pages[at].querySelector('h1').focus();
}

/** Saves where the learner is; on the last page the lesson is complete. */
async function save(lesson) {
  const { runtime, tell, pages, at, answers, questions } = lesson;
  const location = pages[at].dataset.page;
  const progress = (at + 1) / pages.length;
  await tell(() => runtime.turn({ location, suspended: JSON.stringify({ answers }), progress }));
  if (at < pages.length - 1) return;
  await tell(() =>
    runtime.complete({ score: scoreOf(questions, answers), objectives: objectivesOf(lesson) }),
  );
}

/** In percent; null where the lesson asks nothing. */
function scoreOf(questions, answers) {
  if (questions.length === 0) return null;
  const right = questions.filter(({ dataset }) => answers[dataset.page] === dataset.correct);
  return Math.round((right.length / questions.length) * 100);
}

function objectivesOf({ questions, answers }) {
  const ids = new Set(questions.map(({ dataset }) => dataset.objective).filter(Boolean));
  return [...ids].map((id) => {
    const ofIt = questions.filter(({ dataset }) => dataset.objective === id);
    return { id, score: scoreOf(ofIt, answers) };
  });
}

function showResult(page, { questions, answers }) {
  const place = page.querySelector('[data-result]');
  const score = scoreOf(questions, answers);
  if (place && score !== null) place.textContent = `You have answered ${score} % of the questions correctly.`;
}
