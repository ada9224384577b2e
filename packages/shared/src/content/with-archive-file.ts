import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { ArchiveFile } from './import-package';

/** Opens an archive that lies on this machine, for as long as `work` takes. */
export async function withArchiveFile<Result>(
  path: string,
  work: (archive: ArchiveFile) => Promise<Result>,
): Promise<Result> {
  const handle = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const slice of handle.createReadStream({ autoClose: false, start: 0 })) {
      hash.update(slice);
      bytes += slice.length;
    }
    return await work({ fd: handle.fd, bytes, sha256: hash.digest('hex') });
  } finally {
    await handle.close();
  }
}
