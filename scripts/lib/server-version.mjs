/** @typedef {'mariadb' | 'mysql' | 'redis' | 'valkey'} Product */
/** @typedef {{ product: Product, version: string }} ServerVersion */

/** The oldest versions that everything here was written for. */
const OLDEST = { mariadb: '10.6', mysql: '8.0.16', redis: '6.2', valkey: '7.2' };
export const PRODUCT_NAMES = { mariadb: 'MariaDB', mysql: 'MySQL', redis: 'Redis', valkey: 'Valkey' };

/**
 * @param {string} text what the program prints for `--version`
 * @returns {ServerVersion | undefined} nothing when this is none of the servers
 */
export function parseServerVersion(text) {
  const cache = text.match(/\b(redis|valkey) server v=(\d+[\d.]*)/i);
  if (cache)
    return { product: cache[1]?.toLowerCase() === 'valkey' ? 'valkey' : 'redis', version: cache[2] ?? '' };
  const database = text.match(/\bVer (\d+\.\d+\.\d+)(-MariaDB)?/);
  return database ? { product: database[2] ? 'mariadb' : 'mysql', version: database[1] ?? '' } : undefined;
}

/** @param {ServerVersion} server */
export const isNewEnough = ({ product, version }) => compareVersions(version, OLDEST[product]) >= 0;

/** @param {ServerVersion} server */
export const describeVersion = ({ product, version }) => `${PRODUCT_NAMES[product]} ${version}`;

/** @param {Product} product */
export const oldestOf = (product) => `${PRODUCT_NAMES[product]} ${OLDEST[product]}`;

/**
 * @param {string} left
 * @param {string} right
 * @returns {number} below, above or equal to 0; missing parts count as 0
 */
export function compareVersions(left, right) {
  const [parts, others] = [left, right].map((version) => version.split('.').map(Number));
  for (let index = 0; index < 3; index += 1) {
    const difference = (parts?.[index] ?? 0) - (others?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
