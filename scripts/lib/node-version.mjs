// Plain enough for an old Node.js to load it and say that it is too old.

const OLDEST = { major: 20, minor: 19 };

/** @param {string} version as `process.versions.node` says it */
export function isNodeNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
}

/** Ends the process with one sentence when Node.js is too old. */
export function requireNode(version = process.versions.node) {
  if (isNodeNewEnough(version)) return;
  const oldest = `${OLDEST.major}.${OLDEST.minor}`;
  console.error(`Node.js ${version} is too old: ${oldest} or later is needed (https://nodejs.org).`);
  process.exit(1);
}
