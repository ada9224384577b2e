import type { ContentUnit } from '@reset/shared/contracts/content-package';
import type { UnitResult } from '@reset/shared/contracts/run-time';

type Bounds = Pick<ContentUnit, 'masteryScore' | 'completionThreshold' | 'scaledPassingScore'>;

/** What the package asks for decides, where the content has told a number and has not judged by itself. */
export function judgeUnit<Result extends UnitResult>(bounds: Bounds, result: Result): Result {
  const completion = judgeCompletion(bounds, result);
  return { ...result, completion, success: judgeSuccess(bounds, { ...result, completion }) };
}

function judgeCompletion({ completionThreshold }: Bounds, { completion, progress }: UnitResult) {
  if (completionThreshold === null || progress === null) return completion;
  return progress >= completionThreshold ? 'completed' : 'incomplete';
}

function judgeSuccess(
  { masteryScore, scaledPassingScore }: Bounds,
  { completion, success, score }: UnitResult,
) {
  if (score === null) return success;
  if (scaledPassingScore !== null) return score / 100 >= scaledPassingScore ? 'passed' : 'failed';
  const isUnjudged = completion === 'completed' && success === 'unknown';
  if (masteryScore === null || !isUnjudged) return success;
  return score >= masteryScore ? 'passed' : 'failed';
}
