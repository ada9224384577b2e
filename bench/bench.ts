import path from 'node:path';
import type { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import type { MeasuredFile } from './cases/measure-file';
import type { MakeFile } from './data/make-file';
import type { LoadedOrganization } from './data/open-database';
import type { BenchOptions } from './options';
import { type ApiClient, createApiClient } from './product/api-client';
import { type Product, startProduct } from './product/start-product';

/** What every case works with. */
export type Bench = {
  options: BenchOptions;
  /** What is being measured, to name files for. */
  running: string;
  /** What this run has measured, for the cases that share it. */
  measured: Map<string, MeasuredFile>;
  /** One connection of the bench's own: what it does, it does one after the other. */
  db: DataSource;
  redis: Redis;
  databaseUrl: string;
  redisUrl: string;
  /** For logs, uploads and reports. */
  directory: string;
  organization: LoadedOrganization;
  smallOrganizations(): Promise<LoadedOrganization[]>;
  makeFile: MakeFile;
  say(text: string): void;
};

/** Runs a part of a case over fresh processes of the product, and gives their peaks of memory with its result. */
export async function withProduct<Result>(
  bench: Bench,
  work: (client: ApiClient, product: Product) => Promise<Result>,
  { workers = bench.options.workers } = {},
): Promise<{ result: Result; peakRssMb: { api: number; worker: number } }> {
  const { profile } = bench.options;
  const profilePath = profile && path.resolve(profile, bench.running);
  const product = await startProduct({ ...bench, profilePath }, workers);
  try {
    const client = await createApiClient(bench.db, product.url, bench.organization.id);
    const result = await work(client, product);
    return { result, peakRssMb: await product.peaks() };
  } finally {
    await product.stop();
  }
}
