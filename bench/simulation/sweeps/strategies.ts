import { CURRENT_STRATEGY, type Strategy } from '../platform';

const NO_WINDOW = Number.POSITIVE_INFINITY;
/** Above any window that is asked for: the cap alone decides. */
const CAP = 16;

/** What we have, and what could be had instead. */
export const STRATEGIES: Readonly<Record<string, Strategy>> = {
  'FIFO, window 8 (now)': CURRENT_STRATEGY,
  'FIFO, no window': { order: 'fifo', window: NO_WINDOW },
  'FIFO, window 2': { order: 'fifo', window: 2 },
  'FIFO, adaptive window': { order: 'fifo', window: 'adaptive' },
  [`FIFO, window 8, ${CAP} an organization`]: { order: 'fifo', window: 8, organizationCap: CAP },
  'round robin, window 8': { order: 'round-robin', window: 8 },
  'round robin, also of files, window 8': { order: 'round-robin-of-files', window: 8 },
  'round robin, also of files, adaptive window': { order: 'round-robin-of-files', window: 'adaptive' },
  'small files first, window 8': { order: 'small-first', window: 8 },
};

/** What the simulation recommends for a large fleet. */
export const FAIR_STRATEGY: Strategy = { order: 'round-robin-of-files', window: 'adaptive' };
