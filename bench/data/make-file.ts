import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bulkResetCsv, type CsvShape } from '@reset/shared/generate/bulk-reset-csv';
import type { OrganizationPlan } from '@reset/shared/generate/organization-plan';

/** Of a dirty file: one row in ten is bad. */
export const DIRTY_SHARE = 0.1;

export type FileWanted = { organization: OrganizationPlan; shape: CsvShape; rows: number };

/** Gives the path of a generated file, made by an earlier run or now. */
export type MakeFile = (wanted: FileWanted) => Promise<string>;

/**
 * @param directory of the files; those of another generator go
 * @param fingerprint of the generator
 */
export async function openFiles(
  directory: string,
  fingerprint: string,
  say: (text: string) => void,
): Promise<MakeFile> {
  const mark = digest(fingerprint);
  await mkdir(directory, { recursive: true });
  for (const name of await readdir(directory))
    if (!name.startsWith(mark)) await rm(path.join(directory, name), { recursive: true });
  return async (wanted) => {
    const { organization, shape, rows } = wanted;
    const file = path.join(directory, `${mark}-${shape}-${rows}-${digest(JSON.stringify(organization))}.csv`);
    if (existsSync(file)) return file;
    say(`writing a ${shape} file: ${rows.toLocaleString('en-US')} rows`);
    const { text } = bulkResetCsv(organization, { rows, shape, dirtyShare: DIRTY_SHARE });
    await pipeline(Readable.from(text), createWriteStream(`${file}.unfinished`));
    await rename(`${file}.unfinished`, file);
    return file;
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 10);
