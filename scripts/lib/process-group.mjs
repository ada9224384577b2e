import { rmSync, writeFileSync } from 'node:fs';
import { endOfLog, startChild, stopChild } from './child-process.mjs';
import { identify } from './process-identity.mjs';
import { say } from './screen.mjs';
import { ScriptError } from './script-error.mjs';
import { waitUntil } from './wait-until.mjs';

/** @typedef {import('./child-process.mjs').ChildPlan} ChildPlan */
/** @typedef {import('./child-process.mjs').Child} Child */
/** @typedef {{ plan: ChildPlan, child: Child, crashes: number[] }} Member */

const GRACE_MS = 20_000;
const READY_MS = 300_000;

// A process that was killed comes back; one that cannot live ends everything.
const CRASHES_ALLOWED = 3;
const CRASH_WINDOW_MS = 60_000;

/**
 * The processes that one script starts: they come up in order, are restarted when they crash, and stop in the
 * opposite order.
 * @param {{ recordFile?: string, signal: AbortSignal, restart?: boolean }} options `recordFile` lists the running
 *   processes, for a later script to find what a killed one left behind
 */
export function createProcessGroup({ recordFile, signal, restart = true }) {
  /** @type {Member[][]} */
  const stages = [];
  let isStopping = false;
  /** @type {(error: ScriptError) => void} */
  let fail = () => {};
  /** @type {Promise<never>} rejects when a process cannot be kept alive */
  const broken = new Promise((_resolve, reject) => {
    fail = reject;
  });
  broken.catch(() => {}); // it may break when nobody waits yet

  const record = () => {
    const running = stages.flat().filter(({ child }) => !child.hasEnded());
    const identities = running.map(({ plan, child }) => ({ name: plan.name, ...identify(child.pid) }));
    if (recordFile) writeFileSync(recordFile, JSON.stringify(identities));
  };

  /** @param {Member} member */
  const watch = async (member) => {
    const end = await member.child.ended;
    if (isStopping) return;
    const { name, logFile } = member.plan;
    const report = `${name} ended by itself (${end}). The end of ${logFile}:\n${endOfLog(logFile)}`;
    if (!restart || crashedTooOften(member)) return fail(new ScriptError(report));
    say(`${report}\nStarting ${name} again.`);
    member.child = startChild(member.plan);
    record();
    await watch(member);
  };

  /**
   * Starts processes that do not wait for each other, and waits until all are ready.
   * @param {{ plan: ChildPlan, isReady?: () => Promise<boolean> }[]} starts
   */
  const start = async (...starts) => {
    /** @type {Member[]} */
    const stage = [];
    stages.push(stage);
    for (const { plan } of starts) stage.push({ plan, child: startChild(plan), crashes: [] });
    record();
    try {
      await Promise.all(stage.map((member, index) => untilReady(member, starts[index]?.isReady, signal)));
    } catch (error) {
      await stopStage(stage);
      throw error;
    }
    for (const member of stage) void watch(member);
  };

  const stop = async () => {
    isStopping = true;
    for (const stage of stages.splice(0).reverse()) await stopStage(stage);
    if (recordFile) rmSync(recordFile, { force: true });
  };

  const processes = () => stages.flat().map(({ plan, child }) => ({ name: plan.name, pid: child.pid }));

  return { start, stop, broken, processes };
}

/** @typedef {ReturnType<typeof createProcessGroup>} ProcessGroup */

/**
 * @param {Member} member
 * @param {(() => Promise<boolean>) | undefined} isReady
 * @param {AbortSignal} signal
 */
async function untilReady({ plan, child }, isReady = async () => true, signal) {
  const isSettled = async () => child.hasEnded() || isReady();
  const inTime = await waitUntil(isSettled, { deadlineMs: READY_MS, signal });
  if (inTime && !child.hasEnded()) return;
  const what = child.hasEnded() ? `did not start (${await child.ended})` : 'did not get ready';
  throw new ScriptError(`${plan.name} ${what}. The end of ${plan.logFile}:\n${endOfLog(plan.logFile)}`);
}

/** @param {Member[]} stage */
const stopStage = (stage) =>
  Promise.all(stage.map(({ plan, child }) => stopChild(child, plan.graceMs ?? GRACE_MS)));

/** @param {Member} member */
function crashedTooOften({ crashes }) {
  crashes.push(Date.now());
  return crashes.filter((time) => Date.now() - time < CRASH_WINDOW_MS).length > CRASHES_ALLOWED;
}
