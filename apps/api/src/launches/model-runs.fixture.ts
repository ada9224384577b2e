/** How many histories a model test tries: few with every change, as many as `LAUNCH_MODEL_RUNS` says in a long run. */
export const modelRuns = (few: number): number => Number(process.env.LAUNCH_MODEL_RUNS ?? few);
