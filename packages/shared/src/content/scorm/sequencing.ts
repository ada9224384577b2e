import type { ContentUnit, GlobalObjectiveMap } from '../../contracts/content-package';
import type { XmlElement } from '../xml-tree';
import { attributeOf, booleanOf, childOf, childrenOf } from './manifest-element';
import { decimalIn } from './manifest-values';

export type Sequencing = Pick<
  ContentUnit,
  'objectives' | 'globalObjectives' | 'scaledPassingScore' | 'maxTimeAllowed'
>;
export const NO_SEQUENCING: Sequencing = {
  objectives: [],
  globalObjectives: [],
  scaledPassingScore: null,
  maxTimeAllowed: null,
};

/** What an item's own `imsss:sequencing` says, with what it takes over from the manifest's collection. */
export function sequencingOf(item: XmlElement, manifest: XmlElement): Sequencing {
  const own = childOf(item, 'imsss', 'sequencing');
  if (!own) return NO_SEQUENCING;
  const shared = collected(manifest, attributeOf(own, 'IDRef'));
  // An element of the item's own replaces the collection's as a whole.
  const part = (name: string) => childOf(own, 'imsss', name) ?? childOf(shared, 'imsss', name);
  const all = objectivesIn(part('objectives'));
  return {
    objectives: all.map(({ id }) => id).filter((id) => id !== null),
    globalObjectives: all.flatMap(globalMaps),
    scaledPassingScore: passingScore(all.find(({ primary }) => primary)),
    maxTimeAllowed: attributeOf(part('limitConditions'), 'attemptAbsoluteDurationLimit'),
  };
}

function collected(manifest: XmlElement, id: string | null): XmlElement | undefined {
  if (id === null) return undefined;
  const collection = childOf(manifest, 'imsss', 'sequencingCollection');
  return (
    collection && childrenOf(collection, 'imsss', 'sequencing').find((one) => attributeOf(one, 'ID') === id)
  );
}

type Objective = { primary: boolean; id: string | null; element: XmlElement };

function objectivesIn(objectives: XmlElement | undefined): Objective[] {
  if (!objectives) return [];
  const primary = childrenOf(objectives, 'imsss', 'primaryObjective').slice(0, 1);
  const others = childrenOf(objectives, 'imsss', 'objective');
  return [...primary, ...others].map((element) => ({
    primary: primary.includes(element),
    id: attributeOf(element, 'objectiveID'),
    element,
  }));
}

const DEFAULT_PASSING = 1;

function passingScore(primary: Objective | undefined): number | null {
  if (!primary || !booleanOf(primary.element, 'satisfiedByMeasure')) return null;
  const measure = childOf(primary.element, 'imsss', 'minNormalizedMeasure');
  return decimalIn(measure?.text, { min: -1, max: 1, what: 'minNormalizedMeasure' }) ?? DEFAULT_PASSING;
}

function globalMaps({ id, element }: Objective): GlobalObjectiveMap[] {
  return childrenOf(element, 'imsss', 'mapInfo').flatMap((map) => {
    const targetObjectiveId = attributeOf(map, 'targetObjectiveID');
    if (targetObjectiveId === null) return [];
    return [
      {
        objectiveId: id,
        targetObjectiveId,
        readSatisfiedStatus: booleanOf(map, 'readSatisfiedStatus') ?? true,
        readNormalizedMeasure: booleanOf(map, 'readNormalizedMeasure') ?? true,
        writeSatisfiedStatus: booleanOf(map, 'writeSatisfiedStatus') ?? false,
        writeNormalizedMeasure: booleanOf(map, 'writeNormalizedMeasure') ?? false,
      },
    ];
  });
}
