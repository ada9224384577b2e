import { refusePackage, shown } from '../refuse-package';

const NEEDED = ['crs', 'au', 'des', 'cst'] as const;
export type AiccFiles = Record<(typeof NEEDED)[number], string> & { pre: string | undefined };

export const isCourseFile = (path: string): boolean => /^[^/]+\.crs$/i.test(path);

/**
 * The files that describe the course, beside its `.crs`: with the same name where there are several of a kind.
 * @throws AppError `package-refused` with `manifest-invalid`
 */
export function aiccFiles(paths: readonly string[], crs: string): AiccFiles {
  const base = crs.replace(/\.[^.]*$/, '').toLowerCase();
  const find = (extension: string) => {
    const all = paths.filter((path) => !path.includes('/') && path.toLowerCase().endsWith(`.${extension}`));
    return all.find((path) => path.toLowerCase() === `${base}.${extension}`) ?? all[0];
  };
  const needed = (extension: string) => {
    const found = find(extension);
    if (found !== undefined) return found;
    throw refusePackage(
      'manifest-invalid',
      `Beside ${shown(crs)} there is no .${extension} file. An AICC course needs ${NEEDED.map((one) => `.${one}`).join(', ')}.`,
      { file: crs },
    );
  };
  return { crs, au: needed('au'), des: needed('des'), cst: needed('cst'), pre: find('pre') };
}
