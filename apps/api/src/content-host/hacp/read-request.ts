/** One message of the HTTP-based AICC/CMI Protocol, as a form or as something that wants to be one. */
export type HacpRequest = { command: string; sessionId: string; data: string };

/** Fields begin at their names alone: some content sends `aicc_data` unencoded, with `&` and `=` in it. */
const FIELD = /(?:^|&)\s*(command|version|session_id|aicc_sid|au_password|aicc_data)\s*=/gi;

/**
 * Reads what content sends, in any letter case and order of fields.
 * @param body of the request, and what its address had behind the question mark, joined with `&`
 * @see CMI001 version 4, appendix A
 */
export function readHacpRequest(body: string): HacpRequest {
  const fields = new Map<string, string>();
  const found = [...body.matchAll(FIELD)];
  found.forEach((match, index) => {
    const name = (match[1] ?? '').toLowerCase();
    const value = body.slice(match.index + match[0].length, found[index + 1]?.index);
    // A field inside unencoded data must not replace the one that came before it.
    if (!fields.has(name)) fields.set(name, decodeField(value));
  });
  return {
    command: (fields.get('command') ?? '').trim().toLowerCase(),
    sessionId: (fields.get('session_id') ?? fields.get('aicc_sid') ?? '').trim(),
    data: fields.get('aicc_data') ?? '',
  };
}

/** Text with a line end in it has not been encoded at all. */
function decodeField(value: string): string {
  if (/[\r\n]/.test(value.trim())) return value;
  const spaced = value.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return unescapeOld(spaced);
  }
}

/** As JavaScript's `escape` wrote it: `%E9` is one character, `%u20AC` too; what is neither stays as it is. */
const unescapeOld = (text: string): string =>
  text.replace(/%u([0-9a-f]{4})|%([0-9a-f]{2})/gi, (_match, long?: string, short?: string) =>
    String.fromCharCode(Number.parseInt(long ?? short ?? '', 16)),
  );
