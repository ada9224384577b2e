import type { Costs } from '../read-costs';
import {
  activeSweep,
  concurrencySweep,
  databasesSweep,
  shardsSweep,
  stagesSweep,
  workersSweep,
} from './capacity';
import {
  equalSweep,
  floodSweep,
  loadSweep,
  strategiesSweep,
  windowAloneSweep,
  windowBesideSweep,
} from './fairness-sweeps';
import { peakHourSweep } from './peak-hour';
import type { Sweep } from './sweep';

/** By name; each is built only when it is run. @param seed of what is drawn */
export const SWEEPS: Readonly<Record<string, (seed: number, costs: Costs) => Sweep>> = {
  workers: workersSweep,
  concurrency: concurrencySweep,
  active: activeSweep,
  'window-alone': windowAloneSweep,
  'window-beside': windowBesideSweep,
  load: loadSweep,
  strategies: strategiesSweep,
  flood: floodSweep,
  equal: equalSweep,
  databases: databasesSweep,
  shards: shardsSweep,
  'peak-hour': peakHourSweep,
  stages: stagesSweep,
};
