import { refusePackage } from '../refuse-package';
import type { XmlElement } from '../xml-tree';
import { childOf, textOf } from './manifest-element';

export type ScormEdition = { standard: 'scorm-1.2' | 'scorm-2004'; edition: string | null };

/** @throws AppError `package-refused` with `standard-unknown` */
export function scormEdition(manifest: XmlElement): ScormEdition {
  const metadata = childOf(manifest, 'cp', 'metadata');
  const schema = textOf(childOf(metadata, 'cp', 'schema'));
  const version = textOf(childOf(metadata, 'cp', 'schemaversion'));
  const found = byVersion(version) ?? byNamespaces(manifest);
  if (found && (schema === null || /scorm|adl/i.test(schema))) return found;
  const says = [schema, version].filter(Boolean).join(' ').slice(0, 100);
  throw refusePackage(
    'standard-unknown',
    `The manifest ${says ? `says “${says}”` : 'does not say its standard'}. SCORM 1.2 and SCORM 2004 can be imported.`,
    { file: 'imsmanifest.xml' },
  );
}

function byVersion(version: string | null): ScormEdition | undefined {
  if (version === null) return undefined;
  if (/^1\.2\b/.test(version)) return { standard: 'scorm-1.2', edition: '1.2' };
  if (/^(CAM )?1\.3\b/i.test(version)) return { standard: 'scorm-2004', edition: '2004 2nd Edition' };
  if (/2004/.test(version)) return { standard: 'scorm-2004', edition: version.slice(0, 100) };
  return undefined;
}

/** Where nothing is said: each edition has a namespace of its own. */
function byNamespaces(manifest: XmlElement): ScormEdition | undefined {
  const uris = [...urisIn(manifest)];
  if (uris.some((uri) => /adlcp_v1p3|imsss/i.test(uri))) return { standard: 'scorm-2004', edition: null };
  if (uris.some((uri) => /adlcp_rootv1p2/i.test(uri))) return { standard: 'scorm-1.2', edition: null };
  return undefined;
}

const DECLARES = 'http://www.w3.org/2000/xmlns/';

function* urisIn(element: XmlElement): Generator<string> {
  yield element.uri;
  for (const { uri, value } of element.attributes) yield uri === DECLARES ? value : uri;
  for (const child of element.children) yield* urisIn(child);
}
