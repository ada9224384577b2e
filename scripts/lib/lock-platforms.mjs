/** @typedef {{ optionalDependencies?: Record<string, string>, dev?: boolean }} LockedPackage */
/** @typedef {{ name: string, version: string, dev?: boolean }} PlatformPackage */

const SYSTEMS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

/**
 * The optional packages that packages of a lock file name and that have no entry of their own.
 * @param {{ packages: Record<string, LockedPackage> }} lock
 * @returns {PlatformPackage[]}
 */
export function missingPlatforms({ packages }) {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !placesOf(name, path).some((place) => packages[place]))
      .map(([name, version]) => ({ name, version, ...(dev && { dev }) })),
  );
}

/**
 * Where Node.js looks for a package that another one requires.
 * @param {string} name
 * @param {string} path of the other one
 */
function placesOf(name, path) {
  const folders = path.split('/node_modules/');
  const above = folders.map((_folder, index) => folders.slice(0, index + 1).join('/node_modules/'));
  return [...above.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`];
}

/**
 * An entry by which npm knows on which platform to install the package. It has no checksum: nothing here could have
 * computed it.
 * @param {PlatformPackage} wanted
 * @throws Error when the name does not tell the platform, or the version is not exact
 */
export function platformEntry({ name, version, dev }) {
  const words = name.split('/').at(-1)?.split('-') ?? [];
  const [system, processor] = [SYSTEMS, PROCESSORS].map((known) =>
    known.find((word) => words.includes(word)),
  );
  if (!system || !processor || !/^\d/.test(version))
    throw new Error(`cannot make an entry for ${name}@${version}`);
  const libc = system === 'linux' && libcOf(words);
  return {
    version,
    cpu: [processor],
    ...(dev && { dev }),
    ...(libc && { libc: [libc] }),
    optional: true,
    os: [system],
  };
}

/** @param {string[]} words */
function libcOf(words) {
  if (words.some((word) => word.startsWith('musl'))) return 'musl';
  return words.some((word) => word.startsWith('gnu')) ? 'glibc' : undefined;
}
