import type { ContentUnit } from '@reset/shared/contracts/content-package';
import type { AiccState } from '@reset/shared/contracts/run-time';
import type { OpenContent } from '../open-content';

export type GetParamInput = Pick<OpenContent, 'launch'> & {
  unit: ContentUnit;
  state: AiccState;
  totalSeconds: number;
  /** Nothing was committed of it in this attempt. */
  isNew: boolean;
};

/** What a unit is told when it starts. After a reset nothing of an older attempt is in it. */
export function getParamData({ launch, unit, state, totalSeconds, isNew }: GetParamInput): string {
  const entry = isNew ? 'ab-initio' : state.exit === 'suspend' ? 'resume' : '';
  const status = state.status || 'not attempted';
  return [
    '[Core]',
    `Student_ID=${oneLine(launch.learner.id)}`,
    `Student_Name=${oneLine(launch.learner.name)}`,
    `Output_File=`,
    `Lesson_Location=${state.location}`,
    'Credit=Credit',
    `Lesson_Status=${entry ? `${status}, ${entry}` : status}`,
    `Path=`,
    `Score=${state.score}`,
    `Time=${timespan(totalSeconds)}`,
    'Lesson_Mode=Normal',
    '[Core_Lesson]',
    state.lesson,
    '[Core_Vendor]',
    unit.launchData ?? '',
    '[Evaluation]',
    `Course_ID={${launch.course.id}}`,
    '[Comments]',
    state.comments,
    '[Objectives_Status]',
    ...linesOf(state.objectives),
    '[Student_Data]',
    `Mastery_Score=${unit.masteryScore ?? ''}`,
    `Max_Time_Allowed=${unit.maxTimeAllowed ?? ''}`,
    `Time_Limit_Action=${unit.timeLimitAction ?? ''}`,
    '[Student_Preferences]',
    ...linesOf(state.preferences),
    '',
  ].join('\r\n');
}

const linesOf = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([name, value]) => `${name}=${value}`);

/** A name with a line end in it would begin a group of its own. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

/** `HH:MM:SS`. */
export function timespan(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
