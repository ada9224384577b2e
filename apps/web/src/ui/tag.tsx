export type Tone = 'good' | 'bad' | 'careful' | 'busy' | 'quiet';
const SIGN: Record<Tone, string> = { good: '✓', bad: '✕', careful: '!', busy: '…', quiet: '–' };

/** A status in words, with a sign beside the colour. */
export function Tag({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={`tag tag-${tone}`}>
      <span aria-hidden="true">{SIGN[tone]}</span> {children}
    </span>
  );
}
