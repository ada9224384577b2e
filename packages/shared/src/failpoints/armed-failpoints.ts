import { writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Failpoint } from './failpoint';
import type { FailpointPlan } from './failpoint-plan';

const STDERR = 2;

/** For processes of fault tests alone: the images for production are made without this file. */
export function createFailpoints(plans: readonly FailpointPlan[]): (name: Failpoint) => Promise<void> {
  const hits = new Map<Failpoint, number>();
  return async (name) => {
    const hit = (hits.get(name) ?? 0) + 1;
    hits.set(name, hit);
    for (const plan of plans) {
      if (plan.name !== name || hit < plan.from || hit >= plan.from + plan.times) continue;
      // At once, so that it is in the log of a process that dies of it.
      writeSync(STDERR, `failpoint ${name} ${plan.action}\n`);
      await ACT[plan.action](plan.argument);
    }
  };
}

const ACT: Readonly<Record<FailpointPlan['action'], (argument: string) => Promise<void> | void>> = {
  kill: () => void process.kill(process.pid, 'SIGKILL'),
  stop: () => void process.kill(process.pid, 'SIGSTOP'),
  hang: () => new Promise(() => undefined),
  delay: (ms) => delay(Number(ms)),
  block: (ms) => {
    const until = Date.now() + Number(ms);
    while (Date.now() < until);
  },
  oom: () => {
    const taken: number[][] = [];
    while (taken.push(Array.from({ length: 100_000 }, (_, index) => index)));
  },
  error: (code) => {
    throw Object.assign(new Error('failpoint'), { code });
  },
};
