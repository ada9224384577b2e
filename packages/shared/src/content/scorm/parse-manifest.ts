import type { ContentUnit } from '../../contracts/content-package';
import { decodeXml } from '../decode-text';
import type { FindFile } from '../package-href';
import type { ParsedPackage } from '../parsed-package';
import { refusePackage } from '../refuse-package';
import { parseXml, type XmlElement } from '../xml-tree';
import { attributeOf, childOf, childrenOf, textOf } from './manifest-element';
import { scormEdition } from './scorm-edition';
import { MANIFEST, unitsOf } from './scorm-units';

/**
 * What a SCORM manifest says: its default organization, or the first where it names none.
 * @throws AppError `package-refused`
 * @see SCORM 1.2 and SCORM 2004 Content Aggregation Model, chapter "Content Packaging"
 */
export function parseManifest(bytes: Buffer, findFile: FindFile): ParsedPackage {
  const manifest = parseXml(decodeXml(bytes, MANIFEST), MANIFEST);
  if (manifest.name !== 'manifest')
    throw refusePackage('manifest-invalid', 'The manifest does not begin with a manifest element.', {
      file: MANIFEST,
    });
  const { standard, edition } = scormEdition(manifest);
  const organization = defaultOrganization(manifest);
  const units = organization ? unitsOf(organization, { manifest, standard, findFile }) : [];
  const [first, ...rest] = units;
  if (!first) throw NOTHING();
  return { standard, edition, title: titleOf(organization, first), units: [first, ...rest] };
}

function defaultOrganization(manifest: XmlElement): XmlElement | undefined {
  const organizations = childOf(manifest, 'cp', 'organizations');
  if (!organizations) return undefined;
  const all = childrenOf(organizations, 'cp', 'organization');
  const wanted = attributeOf(organizations, 'default');
  return all.find((one) => attributeOf(one, 'identifier') === wanted) ?? all[0];
}

const titleOf = (organization: XmlElement | undefined, first: ContentUnit): string =>
  textOf(childOf(organization, 'cp', 'title')) ?? first.title;

const NOTHING = () =>
  refusePackage(
    'nothing-to-launch',
    'No item of the manifest names a resource that can be launched. A package of resources alone is no course.',
    { file: MANIFEST },
  );
