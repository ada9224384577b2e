import type { Entry } from 'yauzl';
import { refusePackage, shown } from '../refuse-package';

/** Of a local file header, PKWARE appnote 4.3.7; its extra field and a data descriptor only make it longer. */
const LOCAL_HEADER_BYTES = 30;

/**
 * No honest program lets two entries share bytes of the archive; bombs do, because each of many may then expand to all
 * that the archive holds.
 * @throws AppError `package-refused` with `overlapping-entries`
 */
export function refuseOverlaps(entries: readonly Entry[]): void {
  const byPlace = [...entries].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  let end = 0;
  for (const { relativeOffsetOfLocalHeader: start, fileNameRaw, compressedSize } of byPlace) {
    if (start < end) {
      const name = shown(fileNameRaw.toString());
      throw refusePackage(
        'overlapping-entries',
        `${name} shares its bytes with another file of the archive.`,
      );
    }
    end = start + LOCAL_HEADER_BYTES + fileNameRaw.length + compressedSize;
  }
}
