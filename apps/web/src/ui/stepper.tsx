import { STEPS, type Step, type StepWords } from './step-for-status';

type StepperProps = {
  step: Step;
  /** It ended before its end, so nothing says which of the steps before were done. */
  cutShort?: boolean;
  steps?: readonly StepWords[];
};
type Place = 'before' | 'current' | 'after';

/** Where the bulk reset is on its way. It shows; it does not navigate. */
export function Stepper({ step, cutShort = false, steps = STEPS }: StepperProps) {
  const current = steps.findIndex((entry) => entry.step === step);
  const placeOf = (index: number): Place => {
    if (index === current) return 'current';
    return index < current && !cutShort ? 'before' : 'after';
  };
  return (
    <ol className="stepper" aria-label="Steps">
      {steps.map((entry, index) => (
        <StepMark key={entry.step} number={index + 1} words={entry.words} place={placeOf(index)} />
      ))}
    </ol>
  );
}

function StepMark({ number, words, place }: { number: number; words: string; place: Place }) {
  return (
    <li className={`step-${place}`} {...(place === 'current' && { 'aria-current': 'step' })}>
      <span className="stepper-number" aria-hidden="true">
        {place === 'before' ? '✓' : number}
      </span>
      {words}
      {place === 'before' && <span className="for-screen-readers"> (done)</span>}
    </li>
  );
}
