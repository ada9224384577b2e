/** What is drawn for; numbers drawn for one purpose say nothing about those drawn for another. */
export const STREAMS = { learner: 1, course: 2, record: 3, cell: 4, fuzz: 5, load: 6, chaos: 7 } as const;
type Stream = keyof typeof STREAMS;

/** Reproducible random numbers. */
export type Random = {
  /** A whole number from 0 to `end` - 1. */
  below(end: number): number;
  /** Whether something with probability `share` happens. */
  happens(share: number): boolean;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  /** 32 bits, unsigned. */
  bits(): number;
};

/**
 * The random numbers that belong to one thing: the same for the same seed, stream and index, so that the thing can be
 * made again without those before it. sfc32 by Chris Doty-Humphrey (PractRand, public domain), with its usual 12 rounds
 * of mixing: 128 bits of state, of which the arguments fill 96.
 */
export function randomOf(seed: number, stream: Stream, index: number): Random {
  let [a, b, c, counter] = [seed | 0, STREAMS[stream] | 0, index | 0, 1];
  const bits = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round += 1) bits();
  const below = (end: number) => Math.floor((bits() / 0x1_0000_0000) * end);
  return {
    bits,
    below,
    happens: (share) => bits() < share * 0x1_0000_0000,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
  };
}

/** Makes a choice among weighted items; the weights need not sum to anything. */
export function weighted<Item>(
  choices: readonly (readonly [Item, weight: number])[],
): (random: Random) => Item {
  const items = choices.flatMap(([item, weight]) => Array.from({ length: weight }, () => item));
  return (random) => items[random.below(items.length)] as Item;
}

/** A version 4 UUID (RFC 9562), as the 16 bytes that are stored. */
export function uuidOf(random: Random): Buffer {
  const bytes = Buffer.allocUnsafe(16);
  for (let at = 0; at < 16; at += 4) bytes.writeUInt32BE(random.bits(), at);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes;
}
