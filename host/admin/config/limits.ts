/** The limits of a run as the settings have them now. */
import type { Limits } from '../../../runtime/index.js';
import type { Settings } from './settings.js';

/** Limits of programs and of the tasks that they spawn. */
export function programLimits(settings: Settings): Limits {
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
}

/** Limits of pages: they never wait, so one time is enough. */
export function pageLimits(settings: Settings): Limits {
  return { ...programLimits(settings), cpuMs: settings.WSSPTimeLimit, wallMs: settings.WSSPTimeLimit };
}
