/** Turns a form with radio buttons into a question that is checked, told about and recorded. */
export function askQuestion(form, { runtime, tell, answers }, onAnswered) {
  const { page: id, correct, objective } = form.dataset;
  const because = form.querySelector('.because');
  const said = Object.assign(document.createElement('p'), { className: 'said' });
  said.setAttribute('role', 'status');
  const check = Object.assign(document.createElement('button'), { textContent: 'Check answer' });
  form.append(check, said);
  const shownAt = Date.now();

  const judge = (response) => {
    const isRight = response === correct;
    said.textContent = `${isRight ? 'Correct.' : 'Not quite.'} ${because.textContent}`;
    said.className = `said ${isRight ? 'right' : 'wrong'}`;
    return isRight;
  };
  if (id in answers) {
    form.elements.answer.value = answers[id];
    judge(answers[id]);
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const response = form.elements.answer.value;
    if (response === '') {
      said.textContent = 'Choose an answer first.';
      return;
    }
    const isRight = judge(response);
    answers[id] = response;
    const seconds = Math.round((Date.now() - shownAt) / 1000);
    const question = form.querySelector('legend').textContent.trim();
    tell(() => runtime.answer({ id, question, response, correct, isRight, objective, seconds }));
    onAnswered();
  });
}
