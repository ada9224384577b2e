import { NESTING } from '../content-limits';
import { refusePackage, shown } from '../refuse-package';
import type { Table } from './read-table';

/**
 * The assignable units in the order of the course: the members of `root`, with each block replaced by its members.
 * @param isUnit of an identifier in lower case
 * @throws AppError `package-refused` with `broken-reference` or `manifest-invalid`
 */
export function unitsInOrder({ cells }: Table, isUnit: (id: string) => boolean, file: string): string[] {
  const members = new Map<string, string[]>();
  for (const [block = '', ...rest] of cells) {
    const key = block.toLowerCase();
    members.set(key, [...(members.get(key) ?? []), ...rest.filter((member) => member !== '')]);
  }
  const found = new Set<string>();
  const visit = (block: string, depth: number): void => {
    if (depth > NESTING)
      throw refusePackage('manifest-invalid', `In ${shown(file)}, a block is in itself.`, { file });
    for (const member of members.get(block) ?? []) {
      const id = member.toLowerCase();
      if (isUnit(id)) found.add(id);
      else if (members.has(id)) visit(id, depth + 1);
      else
        throw refusePackage(
          'broken-reference',
          `${shown(file)} names ${shown(member)}, which is neither an assignable unit nor a block.`,
          { file },
        );
    }
  };
  if (!members.has('root'))
    throw refusePackage('manifest-invalid', `${shown(file)} has no row for the block root.`, { file });
  visit('root', 0);
  return [...found];
}
