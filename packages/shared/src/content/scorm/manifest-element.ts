import type { XmlElement } from '../xml-tree';

/**
 * The vocabularies of a manifest. Editions and tools write their namespaces in many ways, so they are known by what the
 * variants have in common; where a manifest has one namespace for everything, or none, names alone decide.
 */
const VOCABULARY = {
  cp: /imscp/i,
  adlcp: /adlcp/i,
  imsss: /imsss/i,
} as const;
export type Vocabulary = keyof typeof VOCABULARY;

const OTHERS = [...Object.values(VOCABULARY), /imsmd|adlseq|adlnav|\/lom/i];
const belongsTo = (uri: string, vocabulary: Vocabulary) =>
  VOCABULARY[vocabulary].test(uri) || !OTHERS.some((other) => other.test(uri));

/** Names are compared without letter case: SCORM 1.2 says `scormtype`, SCORM 2004 `scormType`. */
const sameName = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

export const childrenOf = (element: XmlElement, vocabulary: Vocabulary, name: string): XmlElement[] =>
  element.children.filter((child) => sameName(child.name, name) && belongsTo(child.uri, vocabulary));

export const childOf = (
  element: XmlElement | undefined,
  vocabulary: Vocabulary,
  name: string,
): XmlElement | undefined => element && childrenOf(element, vocabulary, name)[0];

/** Text between the tags, without the spaces around it; `null` where there is none. */
export const textOf = (element: XmlElement | undefined): string | null => element?.text.trim() || null;

/** The value of an attribute, whatever its prefix; `null` where it is missing or empty. */
export const attributeOf = (element: XmlElement | undefined, name: string): string | null =>
  element?.attributes.find((attribute) => sameName(attribute.name, name))?.value.trim() || null;

/** `xs:boolean`; undefined where it is missing. */
export function booleanOf(element: XmlElement | undefined, name: string): boolean | undefined {
  const value = attributeOf(element, name);
  return value === null ? undefined : /^(true|1)$/i.test(value);
}

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
export const xmlBaseOf = (element: XmlElement | undefined): string | null =>
  element?.attributes.find(({ uri, name }) => uri === XML_NAMESPACE && name === 'base')?.value.trim() || null;
