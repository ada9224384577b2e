import { readFileSync } from 'node:fs';

const SAMPLE_MS = 250;

/**
 * Watches the most memory that processes ever had in RAM.
 * @param {() => { name: string, pid: number }[]} processes asked again and again: they may come and go
 * @returns {{ stop: () => Map<string, number> }} `stop` gives mebibytes by name; nothing where there is no /proc
 */
export function watchPeakMemory(processes) {
  /** @type {Map<string, number>} */
  const peaks = new Map();
  const sample = () => {
    for (const { name, pid } of processes()) {
      const peak = peakMemory(pid);
      if (peak !== undefined) peaks.set(name, Math.max(peak, peaks.get(name) ?? 0));
    }
  };
  const timer = setInterval(sample, SAMPLE_MS);
  const stop = () => {
    sample();
    clearInterval(timer);
    return peaks;
  };
  return { stop };
}

/**
 * @param {number} pid
 * @returns {number | undefined} mebibytes
 * @see proc_pid_status(5), VmHWM
 */
export function peakMemory(pid) {
  try {
    const kibibytes = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmHWM:\s+(\d+) kB$/m)?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
  } catch {
    return undefined; // it has ended, or this is not Linux
  }
}
