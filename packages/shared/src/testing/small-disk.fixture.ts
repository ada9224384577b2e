import { execFile } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type SmallDisk = {
  /** Takes all the room that is left, up to the last byte. */
  fill(): Promise<void>;
  /** Gives back what `fill` took. */
  free(): Promise<void>;
  unmount(): Promise<void>;
};

/**
 * Mounts a file system of its own, in memory, that is soon full. Linux lets only root do this.
 * @param size as `mount` has it, such as `2m`
 */
export async function mountSmallDisk(directory: string, size: string): Promise<SmallDisk> {
  await mkdir(directory, { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory]);
  const filler = path.join(directory, 'filler');
  return {
    async fill() {
      const file = await open(filler, 'w');
      try {
        for (const bytes of [65_536, 1]) await writeUntilFull(() => file.write(Buffer.alloc(bytes)));
      } finally {
        await file.close();
      }
    },
    free: () => rm(filler, { force: true }),
    async unmount() {
      await run('umount', [directory]);
    },
  };
}

async function writeUntilFull(write: () => Promise<unknown>): Promise<void> {
  while (true) {
    try {
      await write();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return;
      throw error;
    }
  }
}
