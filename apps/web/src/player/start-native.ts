import type { UnitState } from '@reset/shared/contracts/run-time';
import { SkillsoftCourse } from '@reset/shared/contracts/skillsoft-course';
import type { PageTurner, RunningUnit, UnitStart } from './running-unit';
import { encodePath } from './unit-address';

/**
 * A native course: the player turns its pages and keeps the place.
 * @param manifest the text of its `course.json`
 */
export function startNative({ unit: { state }, base, commit }: UnitStart, manifest: string): RunningUnit {
  const { pages: all } = SkillsoftCourse.parse(JSON.parse(manifest));
  const openedAt = Date.now();
  const bookmark = state && 'native' in state.data ? state.data.native.bookmark : undefined;
  const first = Math.max(
    0,
    all.findIndex(({ id }) => id === bookmark),
  );
  let furthest = Math.max(first, Math.round((state?.progress ?? 0) * all.length) - 1);
  let isCompleted = state?.completion === 'completed';
  let isTold = true;

  const save = () => {
    isTold = true;
    const reached: UnitState = {
      completion: isCompleted ? 'completed' : 'incomplete',
      success: 'unknown',
      score: null,
      progress: Math.min(1, (furthest + 1) / all.length),
      totalSeconds: (state?.totalSeconds ?? 0) + Math.round((Date.now() - openedAt) / 1000),
      data: { native: { bookmark: all[pages.at]?.id ?? '' } },
    };
    commit(reached);
  };
  const addressAt = (index: number): string => `${base}/files/${encodePath(all[index]?.href ?? '')}`;
  const pages: PageTurner = {
    all,
    at: first,
    turnTo: (index) => {
      pages.at = index;
      furthest = Math.max(furthest, index);
      isCompleted ||= index === all.length - 1;
      save();
      isTold = false;
      return addressAt(index);
    },
  };
  // To open the course where it was says nothing new, unless there is but one page to read.
  if (first === all.length - 1 && !isCompleted) pages.turnTo(first);
  return {
    src: addressAt(first),
    pages,
    // The time on the last page.
    close: () => {
      if (!isTold) save();
    },
  };
}
