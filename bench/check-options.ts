import { readOptions, UnreadableOptions, USAGE } from './options';

/** Says what is wrong with the options before a server is started for them. Exit code 2: there is nothing to run. */
try {
  const { help } = readOptions(process.argv.slice(2));
  if (help) process.stdout.write(`${USAGE}\n`);
  process.exitCode = help ? 2 : 0;
} catch (error) {
  if (!(error instanceof UnreadableOptions)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
