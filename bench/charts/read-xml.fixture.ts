export type XmlElement = { name: string; attributes: Record<string, string>; text: string };

const TOKEN = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<&]*(?:&\w+;[^"<&]*)*")*)\s*(\/?)>|([^<>]+)/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The elements of a document in the order of their beginnings, each with the text directly in it.
 * @throws Error for what is not well-formed, and for what no chart needs: comments, declarations, CDATA
 */
export function readXml(document: string): XmlElement[] {
  const elements: XmlElement[] = [];
  const open: XmlElement[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < document.length) {
    const at = TOKEN.lastIndex;
    const [, closes, name, attributes = '', empty, text] = TOKEN.exec(document) ?? [];
    if (text !== undefined) {
      const inner = open.at(-1);
      if (inner) inner.text += unescaped(text);
      else if (text.trim() !== '') throw new Error(`text outside of the document: ${text}`);
    } else if (name === undefined) {
      throw new Error(`not well-formed: ${document.slice(at, at + 80)}`);
    } else if (closes) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      if (open.length === 0 && elements.length > 0) throw new Error(`<${name}> is a second root`);
      const element = { name, attributes: readAttributes(attributes), text: '' };
      elements.push(element);
      if (!empty) open.push(element);
    }
  }
  if (open.length > 0 || elements.length === 0) throw new Error('the document does not end');
  return elements;
}

function readAttributes(text: string): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    if (name in read) throw new Error(`${name} is given twice`);
    read[name] = unescaped(value);
  }
  return read;
}

const unescaped = (text: string): string =>
  text.replace(/&(\w*;?)/g, (entity, name: string) => {
    const character = name.endsWith(';') ? ENTITIES[name.slice(0, -1)] : undefined;
    if (character === undefined) throw new Error(`${entity} is no entity`);
    return character;
  });
