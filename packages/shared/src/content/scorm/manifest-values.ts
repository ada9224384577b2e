import { refusePackage, shown } from '../refuse-package';

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/**
 * A number where one is given; `null` where nothing is. What cannot be understood would change who passes, so it is
 * refused rather than left out.
 * @throws AppError `package-refused` with `manifest-invalid`
 */
export function decimalIn(
  text: string | null | undefined,
  { min, max, what, file = 'imsmanifest.xml' }: { min: number; max: number; what: string; file?: string },
): number | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return null;
  const value = DECIMAL.test(trimmed) ? Number(trimmed) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw refusePackage(
    'manifest-invalid',
    `${shown(file)} has ${shown(trimmed)} as ${what}, which has to be a number from ${min} to ${max}.`,
    { file },
  );
}
