import type { InspectionOptions } from '@reset/shared/csv/inspect-upload';
import { SCAN_BLOCK_BYTES } from '@reset/shared/csv/limits';
import { type Random, randomOf } from '@reset/shared/generate/random';
import { HARD_BYTES, HARD_FILES, HARD_TEXTS } from './hard-files';

/** A file as it may arrive: in slices, with chunks of some size asked for. */
export type FuzzInput = {
  file: Buffer;
  options: InspectionOptions;
  /** The body is cut into these lengths, over and over. */
  slices: readonly number[];
};

/** One input in so many is longer than a block of the scanner, with its hard place beside a block's border. */
const LONG_SHARE = 1 / 250;
const LARGEST_BYTES = 4 * SCAN_BLOCK_BYTES;

/** The input of a number: the same for the same seed, and it needs none of those before it. */
export function makeInput(seed: number, index: number): FuzzInput {
  const random = randomOf(seed, 'fuzz', index);
  const isLong = random.happens(LONG_SHARE);
  const file = isLong ? longFile(random) : shortFile(random);
  const small = !isLong && random.happens(0.5);
  return {
    file: file.subarray(0, LARGEST_BYTES),
    options: {
      rowsPerChunk: 1 + random.below(small ? 4 : 5_000),
      bytesPerChunk: 1 + random.below(small ? 120 : 100_000),
      ...(random.happens(0.15) && { encoding: 'windows-1252' as const }),
    },
    slices: Array.from({ length: 1 + random.below(4) }, () => 1 + random.below(isLong ? 90_000 : 50)),
  };
}

function shortFile(random: Random): Buffer {
  if (random.happens(0.04)) return randomBytes(random, random.below(80));
  let file = random.pick(HARD_FILES);
  // Where the header is spared, most files are read to their end; where it is not, most are refused at once.
  const spared = random.happens(0.8) ? behindFirstLine(file) : 0;
  const changes = 1 + random.below(random.happens(0.5) ? 2 : 6);
  for (let change = 0; change < changes; change += 1)
    file = Buffer.concat([
      file.subarray(0, spared),
      changed(random, file.subarray(spared), hardBytes(random, file)),
    ]);
  return file;
}

function behindFirstLine(file: Buffer): number {
  const at = file.findIndex((byte) => byte === 0x0a || byte === 0x0d);
  return at === -1 ? 0 : at + (isUtf16(file) && file[0] === 0xff ? 2 : 1);
}

const isUtf16 = (file: Buffer) => file[0] === 0xff || file[0] === 0xfe;

/** Mostly in the encoding of the file. */
function hardBytes(random: Random, file: Buffer): () => Buffer {
  return () => {
    if (random.happens(0.1)) return random.pick(HARD_BYTES);
    const text = random.pick(HARD_TEXTS);
    if (!isUtf16(file)) return Buffer.from(text);
    const bytes = Buffer.from(text, 'utf16le');
    return file[0] === 0xfe ? bytes.swap16() : bytes;
  };
}

/** Filling up to just before a border between two blocks, then a hard file, where the header still is the first. */
function longFile(random: Random): Buffer {
  const [begin, hard] = [random.pick(HARD_FILES), shortFile(random)];
  const border = SCAN_BLOCK_BYTES * (1 + random.below(3));
  const filled = border - random.below(hard.length + 64) - begin.length;
  const filling = random.pick(FILLINGS);
  return Buffer.concat([begin, Buffer.alloc(Math.max(filled, 0), filling), hard, shortFile(random)]);
}

const FILLINGS: readonly [Buffer, ...Buffer[]] = [
  Buffer.from('ann,c-1,TRUE\n'),
  Buffer.from('ann;c-1;TRUE\r\n'),
  Buffer.from('"a""b",c-1,TRUE\n'),
  Buffer.from('"a\n\r\nb","c,1",TRUE\r'),
  Buffer.from('a\n', 'utf16le'),
  Buffer.from('"\r\n",漢,TRUE\n', 'utf16le'),
  Buffer.from('\n'),
  Buffer.from(' \r'),
  Buffer.from('"'),
  Buffer.from('""'),
  Buffer.from(','),
  Buffer.from('x'),
  Buffer.from('\0'),
  Buffer.from('é'),
];

function changed(random: Random, file: Buffer, hard: () => Buffer): Buffer {
  const step = random.happens(0.9) ? 2 : 1; // so that UTF-16 stays in step
  const from = step * random.below(Math.floor(file.length / step) + 1);
  const length = step * random.below(random.happens(0.2) ? file.length + 1 : 4);
  const [before, inside, after] = [
    file.subarray(0, from),
    file.subarray(from, from + length),
    file.subarray(from + length),
  ];
  const changes: readonly [() => Buffer[], ...(() => Buffer[])[]] = [
    () => [before, hard(), file.subarray(from)],
    () => [before, hard(), after],
    () => [before, hard(), inside, hard(), after],
    () => [before, after],
    () => [before, inside, inside, after],
    () => [before, repeated(random, hard()), file.subarray(from)],
    () => [before, random.happens(0.1) ? randomBytes(random, 1 + random.below(4)) : hard(), after],
    () => [before, random.happens(0.3) ? random.pick(HARD_FILES) : file, after],
    () => (random.happens(0.3) ? [before] : [file, hard()]),
    () => [replacedAll(file, hard(), hard())],
  ];
  return Buffer.concat(random.pick(changes)());
}

const repeated = (random: Random, bytes: Buffer) =>
  Buffer.alloc(bytes.length * (1 + random.below(random.happens(0.1) ? 500 : 8)), bytes);

const replacedAll = (file: Buffer, old: Buffer, fresh: Buffer) =>
  Buffer.from(file.toString('latin1').replaceAll(old.toString('latin1'), fresh.toString('latin1')), 'latin1');

const randomBytes = (random: Random, length: number) =>
  Buffer.from(Array.from({ length }, () => random.below(256)));
