import { SaxesParser } from 'saxes';
import { isAppError } from '../errors/app-error';
import { NESTING } from './content-limits';
import { refusePackage, shown } from './refuse-package';

export type XmlAttribute = { uri: string; name: string; value: string };
/** Names are without their prefix; `uri` is the namespace, empty where there is none. */
export type XmlElement = {
  uri: string;
  name: string;
  attributes: readonly XmlAttribute[];
  children: XmlElement[];
  /** Of this element alone, without its children's. */
  text: string;
};

const ELEMENTS = 200_000;

/**
 * Reads XML as a tree. No document type is let in, so there are no entities but XML's own five, and nothing is fetched.
 * @throws AppError `package-refused` with `xml-broken` or `doctype-not-allowed`
 */
export function parseXml(text: string, file: string): XmlElement {
  // What was decoded is no longer in the encoding that it declares, and saxes does not look.
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  parser.on('error', (error) => {
    throw broken(file, error.message, error);
  });
  parser.on('doctype', () => {
    throw refusePackage(
      'doctype-not-allowed',
      `${shown(file)} has a DOCTYPE. Entities are not let in: remove it.`,
      { file },
    );
  });
  parser.on('opentag', ({ uri, local, attributes }) => {
    elements += 1;
    if (elements > ELEMENTS) throw broken(file, 'it has too many elements');
    if (open.length >= NESTING) throw broken(file, 'its elements lie too deep in each other');
    const element = {
      uri,
      name: local,
      attributes: Object.values(attributes).map((one) => ({
        uri: one.uri,
        name: one.local,
        value: one.value,
      })),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (piece: string) => {
    const current = open.at(-1);
    if (current) current.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    open.pop();
  });
  try {
    parser.write(text).close();
  } catch (error) {
    throw isAppError(error) ? error : broken(file, String(error), error);
  }
  if (!root) throw broken(file, 'it has no element');
  return root;
}

/** saxes says where: "12:3: unexpected close tag." */
const broken = (file: string, why: string, cause?: unknown) =>
  refusePackage(
    'xml-broken',
    `${shown(file)} is not well-formed XML: ${why.replace(/[\s.]+$/, '').slice(0, 200)}.`,
    { file, cause },
  );
