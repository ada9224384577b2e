import type { AiccState, UnitResult } from '@reset/shared/contracts/run-time';

/** How far a unit is, by what its content has said. */
export function aiccResult({ status, score }: AiccState): Omit<UnitResult, 'totalSeconds'> {
  return {
    completion: COMPLETION[status] ?? 'not-attempted',
    success: status === 'passed' || status === 'failed' ? status : 'unknown',
    score: percentOf(score),
    progress: null,
  };
}

const COMPLETION: Readonly<Record<string, UnitResult['completion']>> = {
  passed: 'completed',
  completed: 'completed',
  failed: 'incomplete',
  incomplete: 'incomplete',
  browsed: 'incomplete',
};

/** @param text `raw`, `raw,max` or `raw,max,min`; without bounds it is out of 100 */
function percentOf(text: string): number | null {
  const [raw, max = 100, min = 0] = text
    .split(',')
    .map((part) => (part.trim() === '' ? undefined : Number(part)));
  if (raw === undefined || ![raw, max, min].every(Number.isFinite) || max <= min) return null;
  return Math.min(100, Math.max(0, Math.round(((raw - min) / (max - min)) * 10_000) / 100));
}
