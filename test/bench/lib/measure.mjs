// Timing: cases of one comparison run in turn, round after round, so that a noisy machine hits all of them alike.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

export const median = list => {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export const percentile = (list, part) => {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
};

/**
 * Milliseconds of processor time of this thread, where the system tells (Linux); else of the clock. For figures that are
 * no ratios, and for small ratios: what else runs on the machine must not be in them.
 */
export function threadTime() {
  try {
    // this call makes the system bring up to date what the file says
    process.cpuUsage();
    return Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[0]) / 1e6;
  } catch {
    return performance.now();
  }
}

/** How many calls take about so many milliseconds. */
function calibrate(run, targetMs) {
  for (let count = 1; ; count *= 2) {
    const start = performance.now();
    for (let i = 0; i < count; i++) run(i);
    const took = performance.now() - start;
    if (took > targetMs / 4 || count > 1e7)
      return Math.max(1, Math.round((count * targetMs) / Math.max(took, 1e-3)));
  }
}

/**
 * Times functions by turns.
 * @param cases name -> function, called again and again
 * @param options.clock milliseconds, for example `threadTime`
 * @returns `us(name)`: median microseconds of a call; `ratio(a, b)`: median of the ratios within the rounds
 */
export function interleave(cases, { rounds = 9, targetMs = 40, clock = () => performance.now() } = {}) {
  const names = Object.keys(cases);
  const counts = Object.fromEntries(names.map(name => [name, calibrate(cases[name], targetMs)]));
  const times = Object.fromEntries(names.map(name => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const run = cases[name];
      const start = clock();
      for (let i = 0; i < counts[name]; i++) run(i);
      const took = clock() - start;
      if (round >= 0) times[name].push((took * 1000) / counts[name]);
    }
  }
  return resultOf(times);
}

/**
 * The same for asynchronous measurements: each case gives one figure a round (the first round is dropped).
 * @param options.turns every second round goes backwards, so that a machine that becomes slower or faster favours none
 */
export async function interleaveFigures(cases, { rounds = 5, turns = false } = {}) {
  const names = Object.keys(cases);
  const times = Object.fromEntries(names.map(name => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const name of turns && round % 2 === 0 ? names.toReversed() : names) {
      const figure = await cases[name]();
      if (round >= 0) times[name].push(figure);
    }
  }
  return resultOf(times);
}

function resultOf(times) {
  return {
    us: name => median(times[name]),
    all: name => times[name],
    ratio: (a, b) => median(times[a].map((time, i) => time / times[b][i])),
    /** Median of a figure made of the rounds. */
    of: make => median(Object.values(times)[0].map((_, i) => make(name => times[name][i]))),
  };
}
