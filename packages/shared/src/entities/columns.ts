import type { ValueTransformer } from 'typeorm';

/** A UUID as `BINARY(16)` in the database and in lower-case text everywhere else. */
export const uuidColumn: ValueTransformer = {
  to: (text: unknown) => (typeof text === 'string' ? uuidToBytes(text) : text),
  from: (bytes: unknown) => (Buffer.isBuffer(bytes) ? uuidToText(bytes) : bytes),
};
/** Our ids stay below 2^53; drivers hand BIGINT over as text. */
export const idColumn: ValueTransformer = {
  to: (id: unknown) => id,
  from: (id: unknown) => (typeof id === 'string' ? Number(id) : id),
};
/** `DECIMAL` as a number. */
export const decimalColumn: ValueTransformer = idColumn;
/** JSON kept as text, which both servers treat alike. */
export const jsonColumn: ValueTransformer = {
  to: (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value)),
  from: (text: unknown) => (typeof text === 'string' ? JSON.parse(text) : text),
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => UUID.test(text);
/** @param text a UUID in its usual form, in any case */
export const uuidToBytes = (text: string): Buffer => Buffer.from(text.replaceAll('-', ''), 'hex');
export function uuidToText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
