import type { ContentUnit, GlobalObjectiveMap } from '@reset/shared/contracts/content-package';
import type { SharedState } from '@reset/shared/contracts/run-time';
import { numberWithin, objectOf } from './scorm-state';

type Objective = Record<string, unknown>;
type Cmi = Record<string, unknown>;
type Said = SharedState['objectives'][string];
type Mapped = Pick<ContentUnit, 'globalObjectives' | 'objectives'>;

/** Puts what other units have said of shared objectives into those of this unit that read them. */
export function readShared(cmi: Cmi, unit: Mapped, { objectives: shared }: SharedState): Cmi {
  const objectives = listOf(cmi.objectives);
  for (const map of unit.globalObjectives) {
    const known = shared[map.targetObjectiveId];
    const id = map.objectiveId;
    if (!known || id === null) continue;
    const index = objectives.findIndex((objective) => objective.id === id);
    const own = objectives[index] ?? { id };
    const read = {
      ...own,
      ...(map.readSatisfiedStatus && known.success !== 'unknown' ? { success_status: known.success } : {}),
      ...(map.readNormalizedMeasure && known.measure !== null
        ? { score: { ...objectOf(own.score), scaled: String(known.measure) } }
        : {}),
    };
    if (index === -1) objectives.push(read);
    else objectives[index] = read;
  }
  return { ...cmi, objectives };
}

/** What a unit tells the others by its commit. */
export function writeShared(
  cmi: Cmi,
  unit: Mapped,
  before: SharedState,
  data: Record<string, string> = {},
): SharedState {
  const objectives = { ...before.objectives };
  for (const map of unit.globalObjectives) {
    const said = saidOf(cmi, unit, map);
    const known = objectives[map.targetObjectiveId] ?? { success: 'unknown', measure: null };
    objectives[map.targetObjectiveId] = {
      success: map.writeSatisfiedStatus && said.success !== 'unknown' ? said.success : known.success,
      measure: map.writeNormalizedMeasure && said.measure !== null ? said.measure : known.measure,
    };
  }
  return { objectives, data: { ...before.data, ...data } };
}

/** The primary objective is the unit's own result, where the unit says nothing of it under its name. */
function saidOf(cmi: Cmi, { objectives: [primary] }: Mapped, { objectiveId }: GlobalObjectiveMap): Said {
  const own = listOf(cmi.objectives).find(({ id }) => objectiveId !== null && id === objectiveId);
  const said = statusOf(own ?? {});
  const isSilent = said.success === 'unknown' && said.measure === null;
  return isSilent && (objectiveId === null || objectiveId === primary) ? statusOf(cmi) : said;
}

function statusOf({ success_status: success, score }: Objective): Said {
  return {
    success: success === 'passed' || success === 'failed' ? success : 'unknown',
    measure: numberWithin(objectOf(score).scaled, -1, 1),
  };
}

/** The runtime renders a list as an object by number. */
const listOf = (value: unknown): Objective[] => Object.values(objectOf(value)).map(objectOf);
