import { CURRENT_STRATEGY, type Strategy } from '../platform';

const NO_WINDOW = Number.POSITIVE_INFINITY;
const CAP = 16;
/** What the product did before chunks had a priority. */
export const FIFO_STRATEGY: Strategy = { order: 'fifo', window: 8 };
/** For a large fleet. */
export const ADAPTIVE_STRATEGY: Strategy = { order: 'priority', window: 'adaptive' };
export const NOW = 'priority, window 8 (now)';

/** What we have, and what could be had instead. */
export const STRATEGIES: Readonly<Record<string, Strategy>> = {
  [NOW]: CURRENT_STRATEGY,
  'FIFO, window 8 (before)': FIFO_STRATEGY,
  'FIFO, no window': { order: 'fifo', window: NO_WINDOW },
  'FIFO, window 2': { order: 'fifo', window: 2 },
  'FIFO, adaptive window': { order: 'fifo', window: 'adaptive' },
  'priority, adaptive window': ADAPTIVE_STRATEGY,
  [`priority, window 8, ${CAP} an organization`]: { order: 'priority', window: 8, organizationCap: CAP },
  'round robin, window 8': { order: 'round-robin', window: 8 },
  'round robin, also of files, adaptive window': { order: 'round-robin-of-files', window: 'adaptive' },
  'small files first, window 8': { order: 'small-first', window: 8 },
};
