import { COMMANDS } from './all-commands';
import { environment } from './config/cli-config';
import { runCommand } from './run-command';
import { openTerminal } from './terminal';

const context = { terminal: openTerminal(), environment: environment() };
runCommand(COMMANDS, process.argv.slice(2), context).then((code) => {
  // Not `process.exit`: what was printed may still be on its way to a pipe.
  process.exitCode = code;
});
