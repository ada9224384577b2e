import type { Load } from './meter';

export const SATURATED_ABOVE = 0.9;
/** Below this share of the busiest one, the others have room. */
const UNEVEN_BELOW = 0.7;

/** What holds the system back, in words: the busiest of what is nearly full, or else the window, or nothing. */
export function bottleneckOf({ utilization, meanHeldBack }: Load): string {
  const { places, threads, databases, busiestDatabase, busiestRedisNode } = utilization;
  const isUneven = databases < UNEVEN_BELOW * busiestDatabase;
  const resources: [name: string, used: number][] = [
    [
      `${isUneven ? 'one database' : 'databases'}${mostly(utilization.upkeepOnBusiestDatabase, busiestDatabase)}`,
      busiestDatabase,
    ],
    [`Redis${mostly(utilization.upkeepOnBusiestRedisNode, busiestRedisNode)}`, busiestRedisNode],
    ['worker threads', threads],
  ];
  const [name, used] = resources.reduce((one, other) => (other[1] > one[1] ? other : one));
  if (used >= SATURATED_ABOVE) return name;
  // Places are full of waiting: more of them would help.
  if (places >= SATURATED_ABOVE) return 'places';
  return meanHeldBack >= 1 ? 'window' : 'nothing';
}

const mostly = (upkeep: number, all: number) => (upkeep > all / 2 ? ', by upkeep' : '');
