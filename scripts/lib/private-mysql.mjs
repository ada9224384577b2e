import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { findProgram } from './find-program.mjs';
import { freePort } from './free-port.mjs';
import { runCommand } from './run-command.mjs';
import { ScriptError } from './script-error.mjs';
import { describeVersion } from './server-version.mjs';

const DATABASE = 'reset_progress';
const MEGABYTE = 1024 ** 2;

/** It may have much to write before it can stop. */
const GRACE_MS = 120_000;

/**
 * Starts MariaDB or MySQL on a data directory of its own, reachable on the loopback address alone. The directory is
 * made the first time and recovers by itself after a crash.
 * @param {object} input
 * @param {import('./process-group.mjs').ProcessGroup} input.group
 * @param {import('./server-program.mjs').ServerProgram} input.program
 * @param {string} input.directory
 * @param {string} input.password of the one account, which may do everything
 * @param {readonly string[]} input.settings see KEEP_DATA and FORGET_DATA
 * @param {string} input.logFile
 * @param {number | undefined} [input.port] of a server that comes back
 * @param {AbortSignal} input.signal
 * @returns {Promise<string>} its DATABASE_URL
 */
export async function startPrivateMysql({
  group,
  program,
  directory,
  password,
  settings,
  logFile,
  signal,
  port: wanted,
}) {
  const data = join(directory, program.product);
  if (!existsSync(data)) await createDataDirectory(program, data, { logFile, signal });
  const initFile = join(directory, `${program.product}-accounts.sql`);
  writeFileSync(initFile, accounts(program, password), { mode: 0o600 });
  const port = wanted ?? (await freePort());
  const args = [
    '--no-defaults',
    ...baseArguments(program, data),
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--socket=server.sock', // in the data directory: a full path may be longer than a socket's name can be
    '--pid-file=server.pid',
    `--init-file=${initFile}`,
    ...settings,
  ];
  const plan = {
    name: describeVersion(program),
    command: program.path,
    args,
    env: program.env,
    logFile,
    graceMs: GRACE_MS,
  };
  await group.start({ plan: { ...plan, cwd: data }, isReady: () => greets(port) });
  return `mysql://reset:${password}@127.0.0.1:${port}/${DATABASE}`;
}

const SETTINGS = [
  '--skip-name-resolve',
  '--skip-log-bin',
  '--max-connections=500',
  '--max-allowed-packet=64M', // what MySQL 8 has by default
  `--innodb-buffer-pool-size=${bufferPoolBytes(availableMemory())}`,
];

/** What was committed survives even a power cut. */
export const KEEP_DATA = [...SETTINGS, '--innodb-flush-log-at-trx-commit=1', '--innodb-log-file-size=1G'];

// As strict as MySQL 8 is by default: MariaDB would let statements pass that MySQL refuses.
const SQL_MODE = [
  'ONLY_FULL_GROUP_BY',
  'STRICT_TRANS_TABLES',
  'NO_ZERO_IN_DATE',
  'NO_ZERO_DATE',
  'ERROR_FOR_DIVISION_BY_ZERO',
  'NO_ENGINE_SUBSTITUTION',
];

/** For data that nobody needs after the run. */
export const FORGET_DATA = [
  ...SETTINGS,
  `--sql-mode=${SQL_MODE.join(',')}`,
  '--innodb-flush-log-at-trx-commit=2',
  '--innodb-doublewrite=0',
  '--innodb-log-file-size=256M',
];

/**
 * A quarter of the memory, at most 4 GB: the API, the workers and the person's other programs need the rest.
 * @param {number} memoryBytes
 */
export function bufferPoolBytes(memoryBytes) {
  const quarter = Math.floor(memoryBytes / 4 / MEGABYTE) * MEGABYTE;
  return Math.min(Math.max(quarter, 128 * MEGABYTE), 4096 * MEGABYTE);
}

/** What a container allows, or else what the machine has. */
function availableMemory() {
  const allowed = process.constrainedMemory?.() ?? 0;
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}

/**
 * Makes it under another name first: an interrupted attempt is never taken for a whole one.
 * @param {import('./server-program.mjs').ServerProgram} program
 * @param {string} data
 * @param {{ logFile: string, signal: AbortSignal }} options
 */
async function createDataDirectory(program, data, { logFile, signal }) {
  const unfinished = `${data}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const { command, args } = program.product === 'mysql' ? initializeMysql(program) : installMariadb(program);
  await runCommand(command, ['--no-defaults', ...args, ...baseArguments(program, unfinished)], {
    env: program.env,
    logFile,
    signal,
    remedy: `${describeVersion(program)} could not make its data directory ${data}.`,
  });
  renameSync(unfinished, data);
}

/** @param {import('./server-program.mjs').ServerProgram} program */
function initializeMysql({ path }) {
  return { command: path, args: ['--initialize-insecure'] };
}

/** @param {import('./server-program.mjs').ServerProgram} program */
function installMariadb({ path, root = '' }) {
  const folders = [dirname(path), `${root}/usr/bin`];
  const command = findProgram(
    ['mariadb-install-db', 'mysql_install_db'],
    root ? { path: '', folders } : { folders },
  );
  if (!command) throw new ScriptError(`${path} is here, but mariadb-install-db is not`);
  // With `socket`, root has no password but can come in only as the same system user, through the socket.
  return {
    command,
    args: ['--auth-root-authentication-method=socket', '--skip-test-db', '--skip-name-resolve'],
  };
}

/**
 * @param {import('./server-program.mjs').ServerProgram} program
 * @param {string} data
 */
function baseArguments({ root }, data) {
  // A server removes the temporary tables that it finds when it starts: in a shared directory, those of others too.
  const temporary = join(dirname(data), 'mysql-tmp');
  mkdirSync(temporary, { recursive: true, mode: 0o700 });
  const isRoot = process.getuid?.() === 0;
  return [
    `--datadir=${data}`,
    `--tmpdir=${temporary}`,
    ...(root ? [`--basedir=${root}/usr`] : []),
    ...(isRoot ? ['--user=root'] : []),
  ];
}

/**
 * Statements that the server runs each time before it listens, one a line.
 * @param {import('./server-program.mjs').ServerProgram} program
 * @param {string} password hexadecimal
 */
function accounts({ product }, password) {
  const account = `'reset'@'127.0.0.1'`;
  const statements = [
    `CREATE DATABASE IF NOT EXISTS ${DATABASE}`,
    `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${password}'`,
    `ALTER USER ${account} IDENTIFIED BY '${password}'`,
    `GRANT ALL PRIVILEGES ON *.* TO ${account} WITH GRANT OPTION`,
  ];
  if (product === 'mysql') statements.push(`ALTER USER 'root'@'localhost' IDENTIFIED BY '${password}'`);
  return statements.map((statement) => `${statement};\n`).join('');
}

/**
 * Whether the server sends its greeting (protocol version 10), which it does once it has recovered.
 * @param {number} port
 * @returns {Promise<boolean>}
 * @see https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v10.html
 */
export function greets(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(2_000, () => socket.destroy());
    socket.once('data', (packet) => {
      resolve(packet[4] === 10);
      socket.destroy();
    });
    socket.on('error', () => resolve(false)).on('close', () => resolve(false));
  });
}
