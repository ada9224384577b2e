/** A fault that a person can mend. The scripts print its message and `remedy`, and no stack. */
export class ScriptError extends Error {
  /**
   * @param {string} message what went wrong
   * @param {string} [remedy] how to mend it
   * @param {ErrorOptions} [options]
   */
  constructor(message, remedy = '', options) {
    super(message, options);
    this.remedy = remedy;
  }
}

/** Something that is not on this machine, and that another thing may do instead. */
export class NotHere extends ScriptError {}

/**
 * What to print of anything that was thrown: a stack only where it is our own mistake.
 * @param {unknown} error
 * @returns {string}
 */
export function describeFailure(error) {
  if (error instanceof ScriptError) return [error.message, error.remedy].filter(Boolean).join('\n');
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
