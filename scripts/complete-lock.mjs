// Run after `npm install`. npm leaves an optional package out of package-lock.json when the registry at hand does not
// have it, as a mirror for one platform may not have those of others; `npm ci` (npm 11) then refuses the lock file.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingPlatforms, platformEntry } from './lib/lock-platforms.mjs';
import { REPOSITORY } from './lib/paths.mjs';

const file = join(REPOSITORY, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const missing = missingPlatforms(lock);
for (const wanted of missing) lock.packages[`node_modules/${wanted.name}`] = platformEntry(wanted);
const sorted = Object.entries(lock.packages).sort(([left], [right]) => left.localeCompare(right, 'en'));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
console.log(`${missing.length} packages of other platforms were added to package-lock.json.`);
