import type { ContentUnit } from '../../contracts/content-package';
import { UNITS } from '../content-limits';
import type { FindFile } from '../package-href';
import { refusePackage, shown } from '../refuse-package';
import type { XmlElement } from '../xml-tree';
import { attributeOf, booleanOf, childOf, childrenOf, textOf, xmlBaseOf } from './manifest-element';
import { decimalIn } from './manifest-values';
import type { ScormEdition } from './scorm-edition';
import { NO_SEQUENCING, sequencingOf } from './sequencing';

export const MANIFEST = 'imsmanifest.xml';
export type ManifestContext = {
  manifest: XmlElement;
  standard: ScormEdition['standard'];
  findFile: FindFile;
};

/** The items of an organization that can be launched, in the order of the table of contents. */
export function unitsOf(organization: XmlElement, context: ManifestContext): ContentUnit[] {
  const resources = resourcesById(context);
  const units = [...itemsIn(organization)].flatMap((item) => unitOf(item, resources, context));
  if (units.length > UNITS)
    throw refusePackage('too-many-units', `The manifest has more than ${UNITS.toLocaleString('en')} units.`);
  refuseSameIdentifiers(units);
  return units;
}

/** Depth first: an item stands before the items inside it. XML is not read deeper than `NESTING`. */
function* itemsIn(parent: XmlElement): Generator<XmlElement> {
  for (const item of childrenOf(parent, 'cp', 'item')) {
    yield item;
    yield* itemsIn(item);
  }
}

type Resources = { byId: ReadonlyMap<string, XmlElement>; bases: string[] };

function resourcesById({ manifest }: ManifestContext): Resources {
  const resources = childOf(manifest, 'cp', 'resources');
  const byId = new Map<string, XmlElement>();
  for (const resource of resources ? childrenOf(resources, 'cp', 'resource') : []) {
    const id = attributeOf(resource, 'identifier');
    if (id !== null) byId.set(id, resource);
  }
  return { byId, bases: [manifest, resources].map(xmlBaseOf).filter((base) => base !== null) };
}

function unitOf(item: XmlElement, { byId, bases }: Resources, context: ManifestContext): ContentUnit[] {
  const reference = attributeOf(item, 'identifierref');
  if (reference === null) return [];
  const identifier = attributeOf(item, 'identifier') ?? reference;
  const resource = byId.get(reference);
  const href = attributeOf(resource, 'href');
  if (!resource || href === null)
    throw refusePackage(
      'broken-reference',
      `The item ${shown(identifier)} names the resource ${shown(reference)}, which ${resource ? 'has no href' : 'is not in the manifest'}.`,
      { file: MANIFEST },
    );
  const ownBase = xmlBaseOf(resource);
  return [
    {
      identifier,
      title: textOf(childOf(item, 'cp', 'title')) ?? identifier,
      href: context.findFile(href, ownBase === null ? bases : [...bases, ownBase]),
      kind: attributeOf(resource, 'scormtype')?.toLowerCase() === 'asset' ? 'asset' : 'sco',
      parameters: attributeOf(item, 'parameters')?.replace(/^[?&]+/, '') || null,
      launchData: textOf(childOf(item, 'adlcp', 'datafromlms')),
      timeLimitAction: textOf(childOf(item, 'adlcp', 'timelimitaction')),
      ...(context.standard === 'scorm-1.2' ? ofScorm12(item) : ofScorm2004(item, context.manifest)),
    },
  ];
}

type OfEdition = Omit<
  ContentUnit,
  'identifier' | 'title' | 'href' | 'kind' | 'parameters' | 'launchData' | 'timeLimitAction'
>;

const ofScorm12 = (item: XmlElement): OfEdition => ({
  ...NO_SEQUENCING,
  masteryScore: decimalIn(textOf(childOf(item, 'adlcp', 'masteryscore')), {
    min: 0,
    max: 100,
    what: 'masteryscore',
  }),
  maxTimeAllowed: textOf(childOf(item, 'adlcp', 'maxtimeallowed')),
  prerequisites: textOf(childOf(item, 'adlcp', 'prerequisites')),
  completionThreshold: null,
  sharedData: [],
});

const ofScorm2004 = (item: XmlElement, manifest: XmlElement): OfEdition => ({
  ...sequencingOf(item, manifest),
  masteryScore: null,
  prerequisites: null,
  completionThreshold: completionThreshold(childOf(item, 'adlcp', 'completionThreshold')),
  sharedData: sharedData(childOf(item, 'adlcp', 'data')),
});

const DEFAULT_PROGRESS = 1;

/** Up to the 3rd edition the number stands between the tags, from the 4th on in an attribute that is switched on. */
function completionThreshold(element: XmlElement | undefined): number | null {
  const range = { min: 0, max: 1, what: 'completionThreshold' };
  const written = decimalIn(textOf(element), range);
  if (written !== null || !booleanOf(element, 'completedByMeasure')) return written;
  return decimalIn(attributeOf(element, 'minProgressMeasure'), range) ?? DEFAULT_PROGRESS;
}

function sharedData(data: XmlElement | undefined): ContentUnit['sharedData'] {
  if (!data) return [];
  return childrenOf(data, 'adlcp', 'map').flatMap((map) => {
    const targetId = attributeOf(map, 'targetID');
    if (targetId === null) return [];
    const readable = booleanOf(map, 'readSharedData') ?? true;
    return [{ targetId, readable, writable: booleanOf(map, 'writeSharedData') ?? true }];
  });
}

function refuseSameIdentifiers(units: readonly ContentUnit[]): void {
  const seen = new Set<string>();
  for (const { identifier } of units) {
    if (seen.has(identifier))
      throw refusePackage('manifest-invalid', `Two items have the identifier ${shown(identifier)}.`, {
        file: MANIFEST,
      });
    seen.add(identifier);
  }
}
