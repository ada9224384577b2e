/** How many files a fuzz test makes: few with every change, as many as `CSV_FUZZ_RUNS` says in a long run. */
export const fuzzRuns = (few: number): number => Number(process.env.CSV_FUZZ_RUNS ?? few);
