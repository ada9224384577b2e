/** What a learner reads at the first launch after a reset. */
export const RESET_MESSAGE = {
  title: 'An administrator has reset this course',
  text:
    'You start it from the beginning. What you have completed before stays in your record; ' +
    'what you had not finished is not carried over.',
} as const;
