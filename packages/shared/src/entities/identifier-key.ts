/** Characters of a login, an email or an asset ID at most; nothing longer is stored, so nothing longer is looked up. */
export const MAX_IDENTIFIER_LENGTH = 255;

/**
 * The form in which identifiers are stored beside the original and compared: Unicode NFC, lower case, no blanks
 * around. Accents count: `jose` and `josé` are two people (docs/csv-format.md).
 */
export const identifierKey = (identifier: string): string => identifier.trim().normalize('NFC').toLowerCase();
