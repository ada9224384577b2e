import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Of what is installed: all parts of the product have the same. */
export function productVersion(): string {
  const manifest = JSON.parse(readFileSync(path.resolve(__dirname, '../../package.json'), 'utf8'));
  return String(manifest.version);
}
