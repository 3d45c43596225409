/** The limits of a run as the settings have them now. */
import type { Limits } from '../../../runtime/index.js';
import type { Settings } from './settings.js';

/** Limits made of settings; the same object as long as the settings are the same. */
function kept(make: (settings: Settings) => Limits): (settings: Settings) => Limits {
  let last: Limits | null = null;
  return settings => {
    const made = make(settings);
    if (last === null || !isSame(last, made)) last = made;
    return last;
  };
}

const isSame = (a: Limits, b: Limits): boolean => {
  for (const name in a) if (a[name as keyof Limits] !== b[name as keyof Limits]) return false;
  return true;
};

const ofPrograms = (settings: Settings): Limits => {
  return {
    memory: settings.CGPLMemoryLimit,
    cpuMs: settings.CGPLCPULimit,
    wallMs: settings.CGPLTimeLimit,
    stack: settings.CGPLStackLimit,
    outputBytes: settings.CGPLOutputLimit,
    hostCalls: settings.CGPLHostCallLimit,
    valueBytes: settings.CGPLValueLimit,
    valueDepth: settings.CGPLValueDepth,
    tasks: settings.CGPLTaskLimit,
    events: settings.CGPLEventLimit,
  };
};

/** Limits of programs and of the tasks that they spawn. */
export const programLimits = kept(ofPrograms);

/** Limits of pages: they never wait, so one time is enough. */
export const pageLimits = kept(settings => {
  const { WSSPTimeLimit: time } = settings;
  return { ...ofPrograms(settings), cpuMs: time, wallMs: time };
});
