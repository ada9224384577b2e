import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { startComposeService } from './compose-services.mjs';
import { temporaryDirectory } from './temporary-directory.fixture';

const directory = temporaryDirectory();
const { signal } = new AbortController();
const options = { directory, password: '0123abcd', logFile: join(directory, 'compose.log'), signal };
const path = process.env.PATH;
const calls = () => readFileSync(join(directory, 'calls'), 'utf8').trim().split('\n');

/** A `docker` that starts nothing: it notes how it was called, and has the real Compose explain what it would do. */
function fakeDocker({ engineRuns = true } = {}) {
  const folder = join(directory, engineRuns ? 'with-engine' : 'without-engine');
  mkdirSync(folder, { recursive: true });
  const [compose = '', ...words] = (
    process.env.TEST_COMPOSE ?? 'TEST_COMPOSE is not set: use npm test'
  ).split(' ');
  const script = `#!${process.execPath}
    const { execFileSync } = require('node:child_process');
    const { appendFileSync, writeFileSync } = require('node:fs');
    const words = process.argv.slice(2);
    if (words[0] === 'info') process.exit(${engineRuns ? 0 : 1});
    if (words[1] === 'version') process.exit(0);
    const verb = words.findIndex((word) => word === 'up' || word === 'stop');
    appendFileSync(${JSON.stringify(join(directory, 'calls'))}, words.slice(verb).join(' ') + '\\n');
    const config = execFileSync(${JSON.stringify(compose)}, [...${JSON.stringify(words)}, ...words.slice(1, verb), 'config']);
    writeFileSync(${JSON.stringify(join(directory, 'config.yml'))}, config);`;
  writeFileSync(join(folder, 'docker'), script);
  chmodSync(join(folder, 'docker'), 0o755);
  process.env.PATH = [folder, path].join(delimiter);
}

afterEach(() => {
  process.env.PATH = path;
});

test.each([
  ['mysql', 3306, /^mysql:\/\/reset:0123abcd@127\.0\.0\.1:(\d+)\/reset_progress$/],
  ['redis', 6379, /^redis:\/\/:0123abcd@127\.0\.0\.1:(\d+)$/],
] as const)(
  '%s comes up alone, on the loopback address, with our password',
  async (service, inner, address) => {
    fakeDocker();
    const { url, stop } = await startComposeService(service, options);
    const [, port] = url.match(address) ?? [];
    const { services } = parse(readFileSync(join(directory, 'config.yml'), 'utf8'));
    expect(String(services[service].ports[0])).toContain(`127.0.0.1:${port}:${inner}`);
    expect(Object.values(services[service].environment)).toContain('0123abcd');
    await stop();
    expect(calls().slice(-2)).toEqual([`up --detach --wait --no-deps ${service}`, `stop ${service}`]);
  },
);

test('an engine that does not run is said so', async () => {
  fakeDocker({ engineRuns: false });
  await expect(startComposeService('redis', options)).rejects.toThrow('its engine does not run');
});
