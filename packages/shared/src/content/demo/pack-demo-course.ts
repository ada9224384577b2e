import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { DEMO_COURSES, type DemoCourse, type DemoCourseName } from './demo-courses';

/** From the sources and from what is built of them alike. */
const CONTENT = path.resolve(__dirname, '../../../../../content');
/** The same files make the same bytes. */
const PACKED_AT = new Date(2026, 0, 1);

/** Makes the package of a demo course, as an authoring tool would. @returns the bytes of the ZIP */
export async function packDemoCourse(name: DemoCourseName): Promise<Buffer> {
  const { shared }: DemoCourse = demoCourse(name);
  const own = await filesUnder(path.join(CONTENT, name));
  const zip = new ZipFile();
  for (const file of own) zip.addFile(path.join(CONTENT, name, file), file, { mtime: PACKED_AT });
  for (const file of shared)
    zip.addFile(path.join(CONTENT, 'shared', file), `shared/${file}`, { mtime: PACKED_AT });
  zip.end();
  return buffer(zip.outputStream);
}

export function demoCourse(name: DemoCourseName): DemoCourse {
  const found = DEMO_COURSES.find((course) => course.name === name);
  if (!found) throw new Error(`there is no demo course ${name}`);
  return found;
}

/** Paths inside the directory, with `/`, in order. */
async function filesUnder(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'))
    .sort();
}
