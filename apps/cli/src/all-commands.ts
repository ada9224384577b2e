import { checkServicesCommand } from './commands/check-services';
import { createApiKeyCommand } from './commands/create-api-key';
import { createUserCommand } from './commands/create-user';
import { demoCommand } from './commands/demo';
import { generateCsvCommand } from './commands/generate-csv';
import { generateOrganizationCommand } from './commands/generate-organization';
import { importContentCommand } from './commands/import-content';
import { importDirectoryCommand } from './commands/import-directory';
import { loadDemoCommand } from './commands/load-demo';
import { migrateCommand } from './commands/migrate';

export const COMMANDS = [
  migrateCommand,
  checkServicesCommand,
  loadDemoCommand,
  demoCommand,
  createUserCommand,
  createApiKeyCommand,
  importContentCommand,
  importDirectoryCommand,
  generateOrganizationCommand,
  generateCsvCommand,
] as const;
