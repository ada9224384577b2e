import type { ContentUnit } from '@reset/shared/contracts/content-package';
import type { UnitResult } from '@reset/shared/contracts/run-time';

export type RolledUp = {
  completed: boolean;
  /** 0 to 1. */
  progress: number;
  /** The mean of those units that have one. */
  score: number | null;
  totalSeconds: number;
};

/** What the units of an attempt come to. Units that the package no longer has count for their time alone. */
export function rollUp(
  units: readonly Pick<ContentUnit, 'identifier'>[],
  results: ReadonlyMap<string, UnitResult>,
): RolledUp {
  const own = units.map(({ identifier }) => results.get(identifier));
  const scores = own.flatMap((result) => (typeof result?.score === 'number' ? [result.score] : []));
  const completed = own.every((result) => result !== undefined && isDone(result));
  return {
    completed,
    progress: completed ? 1 : mean(own.map(progressOf)),
    score: scores.length === 0 ? null : Math.round(mean(scores) * 100) / 100,
    totalSeconds: [...results.values()].reduce((sum, { totalSeconds }) => sum + totalSeconds, 0),
  };
}

/** Whoever failed has to go on trying, as in SCORM 1.2 and AICC, where `failed` stands in place of `completed`. */
export const isDone = ({ completion, success }: Pick<UnitResult, 'completion' | 'success'>): boolean =>
  success !== 'failed' && (completion === 'completed' || (completion === 'unknown' && success === 'passed'));

/** A unit that is not done is never wholly done. */
function progressOf(result: UnitResult | undefined): number {
  if (!result) return 0;
  return isDone(result) ? 1 : Math.min(result.progress ?? 0, 0.99);
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
