import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { type PackageFiles, readArchive } from './archive/read-archive';
import { type ContentLimits, DEFAULT_CONTENT_LIMITS } from './content-limits';

/** An entry as a test wants it, true or not. What is left out is as an ordinary program writes it. */
export type ZipEntry = {
  name: string | Buffer;
  content?: string | Buffer;
  /** Of Unix: 0o120777 is a symbolic link. */
  mode?: number;
  flags?: number;
  method?: number;
  declaredBytes?: number;
  declaredPacked?: number;
  crc?: number;
};

/** The bytes of an archive, in which nothing is checked. Files are an object, or entries where more has to be said. */
export function zipOf(files: Record<string, string | Buffer> | readonly ZipEntry[]): Buffer {
  const entries: readonly ZipEntry[] = Array.isArray(files)
    ? files
    : Object.entries(files).map(([name, content]) => ({ name, content }));
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = pack(entry);
    const start = Buffer.concat([localHeader(packed), packed.name, packed.bytes]);
    central.push(centralHeader(packed, entry.mode ?? 0o100644, offset), packed.name);
    local.push(start);
    offset += start.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(entries.length, 0xffff), 8);
  end.writeUInt16LE(Math.min(entries.length, 0xffff), 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

type Packed = {
  name: Buffer;
  bytes: Buffer;
  flags: number;
  method: number;
  crc: number;
  packedSize: number;
  size: number;
};

function pack(entry: ZipEntry): Packed {
  const content = Buffer.from(entry.content ?? '');
  const method = entry.method ?? 8;
  const bytes = method === 8 ? deflateRawSync(content) : content;
  return {
    name: Buffer.from(entry.name),
    bytes,
    flags: entry.flags ?? 0x0800,
    method,
    crc: entry.crc ?? crc32(content),
    packedSize: entry.declaredPacked ?? bytes.length,
    size: entry.declaredBytes ?? content.length,
  };
}

function localHeader({ name, flags, method, crc, packedSize, size }: Packed): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(packedSize, 18);
  header.writeUInt32LE(size, 22);
  header.writeUInt16LE(name.length, 26);
  return header;
}

function centralHeader(
  { name, flags, method, crc, packedSize, size }: Packed,
  mode: number,
  offset: number,
): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE((3 << 8) | 20, 4); // made on Unix
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(packedSize, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE((mode << 16) >>> 0, 38);
  header.writeUInt32LE(offset, 42);
  return header;
}

/** Opens the bytes of an archive as an import does, for as long as `work` takes. */
export async function withArchive<Result>(
  bytes: Buffer,
  work: (files: PackageFiles) => Promise<Result>,
  limits: Partial<ContentLimits> = {},
): Promise<Result> {
  const directory = await mkdtemp(path.join(tmpdir(), 'archive-'));
  const handle = await open(path.join(directory, 'package.zip'), 'w+');
  try {
    await handle.write(bytes, 0, bytes.length, 0);
    const files = await readArchive(handle.fd, bytes.length, { ...DEFAULT_CONTENT_LIMITS, ...limits });
    return await work(files);
  } finally {
    await handle.close();
    await rm(directory, { recursive: true });
  }
}
