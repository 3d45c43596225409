/** What host and guest say to each other. Compiled into both. */
import type { Value } from '../../stdlib/values/types.js';

/** Functions of the kernel, by their place in the array that `boot` gives. */
export enum Kernel {
  /** (error): text about it, see `explain.ts`. */
  Explain = 0,
  /** (function of a program's code, number of its texts): adds its sections. */
  AddProgram = 1,
  /** (function of a page's code): adds its files. */
  AddPage = 2,
  /** (slot, file, entry, start parameter): runs an entry up to its end or its first wait. */
  Start = 3,
  /** (slot, value): goes on with the value. */
  Resume = 4,
  /** (slot): forgets a task that waits. */
  Drop = 5,
  /** (page, dataset): the stream. */
  Render = 6,
  /** (): the entries that were added, file and name in turn, a line each; the place is their number for `Begin`. */
  Entries = 7,
  /** (slot, number of the entry, start parameter): as `Start`, without names that have to be made and looked up. */
  Begin = 8,
}

/** What the guest asks the host for at once, beside built-ins, whose numbers begin at 0. */
export enum HostCall {
  /** (file, entry, parameter): number of the new task, or null. */
  Spawn = -1,
  /** (): number of the running task, or null. */
  ThisTask = -2,
  /** (number in PAGE_QUESTIONS, argument): what page functions ask. */
  Page = -3,
  /** (place, depth of calls): null to go on, anything else for all frames. Only of code with probes. */
  Probe = -4,
  /** (section, place, values or null): a frame that was asked for. */
  Frame = -5,
  /** (array): what a page gives to the host beside its stream; null when it cannot cross. No part of a recording. */
  Given = -6,
}

/** What the guest waits for, beside built-ins. Arguments as said. */
export enum Wait {
  /** (file): true when the module has been added. */
  Module = -2,
  /** (page): true when it has been added. */
  Page = -3,
  /** (): the session dataset. */
  Session = -4,
}

/**
 * Waiting for an event is what thousands of tasks do: it is given as this number less the seconds, which needs no
 * encoding. Whole seconds up to `LONGEST_INPUT`; other times are rounded up.
 */
export const INPUT = -1000;
export const LONGEST_INPUT = 86_400;

/** First element of what a run gives when it is over; the response follows. */
export const FINISHED = -100;

/** Type of a text that a program gives as its body. When nothing else of a response was set, the text alone is given. */
export const TEXT_TYPE = 'text/html; charset=utf-8';

/** Functions of `PageHost` that cross, by the number under which they are asked. `fail` stays in the guest. */
export const PAGE_QUESTIONS = [
  'text',
  'session',
  'settings',
  'accountSettings',
  'currentTime',
  'language',
  'timeZone',
  'zoneOffset',
  'charsets',
  'timeZones',
  'requestSecure',
  'requestResource',
  'requestSourceIP',
  'serverVersion',
  'random',
] as const;

/** The elements of a message of the guest, none of what is no list. */
export const listOf = (value: Value): Value[] => (Array.isArray(value) ? value : []);
