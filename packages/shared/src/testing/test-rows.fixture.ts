/** Rows of a file that a test makes: few in `npm test`, as many as `TEST_ROWS` says for a longer look. */
export const testRows = (few: number): number => Number(process.env.TEST_ROWS ?? few);
