import { readEnvironment, SERVICES } from '@reset/shared/config/environment';
import { z } from 'zod';

const database = z.object({ DATABASE_URL: SERVICES.DATABASE_URL });
const content = z.object({ DATABASE_URL: SERVICES.DATABASE_URL, STORAGE_URL: SERVICES.STORAGE_URL });
const apiKey = z.object({ RESET_API_KEY: z.string().min(1) });
const services = z.object(SERVICES);
export type ServicesConfig = Readonly<z.infer<typeof services>>;

/** What most commands need. @throws Error with every variable at fault, and no value */
export const readDatabaseConfig = (variables: NodeJS.ProcessEnv) => readEnvironment(database, variables);
/** What commands need that also read or write files. */
export const readContentConfig = (variables: NodeJS.ProcessEnv) => readEnvironment(content, variables);
/** What commands need that talk to the API. It stands in no command line, where other users could read it. */
export const readApiKey = (variables: NodeJS.ProcessEnv): string =>
  readEnvironment(apiKey, variables).RESET_API_KEY;
export const readServicesConfig = (variables: NodeJS.ProcessEnv): ServicesConfig =>
  readEnvironment(services, variables);

/** The variables as the process was given them. */
export const environment = (): NodeJS.ProcessEnv => process.env;
