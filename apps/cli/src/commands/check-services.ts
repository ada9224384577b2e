import { checkFileStore } from '@reset/shared/storage/check-file-store';
import { openFileStore } from '@reset/shared/storage/open-file-store';
import { z } from 'zod';
import { defineCommand } from '../command';
import { readServicesConfig, type ServicesConfig } from '../config/cli-config';
import { checkDatabase } from '../services/check-database';
import { checkRedis } from '../services/check-redis';

export const checkServicesCommand = defineCommand({
  name: 'check-services',
  summary: 'Says whether database, Redis and storage can be reached and are fit for the product.',
  options: {},
  schema: z.strictObject({}),
  async run(_input, { terminal, environment }) {
    const faults = await checkServices(readServicesConfig(environment), terminal.say);
    if (faults.length > 0) throw new Error(faults.join('\n'));
  },
});

/** Checks all three, whatever becomes of the others. @returns a sentence for each that cannot be used */
async function checkServices(config: ServicesConfig, say: (text: string) => void): Promise<string[]> {
  const checks = [
    { of: 'DATABASE_URL', check: checkDatabase(config.DATABASE_URL) },
    { of: 'REDIS_URL', check: checkRedis(config.REDIS_URL) },
    { of: 'STORAGE_URL', check: checkStorage(config.STORAGE_URL) },
  ];
  const results = await Promise.allSettled(checks.map(({ check }) => check));
  return results.flatMap((result, index) => {
    if (result.status === 'rejected') return [(result.reason as Error).message];
    say(`${checks[index]?.of}: ${result.value}`);
    return [];
  });
}

async function checkStorage(url: string): Promise<string> {
  await checkFileStore(openFileStore(url), url);
  return 'files can be written, read and removed';
}
