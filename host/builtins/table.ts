/** Every built-in that the main thread answers, one line an area. */
import { dns } from './areas/dns.js';
import { environ } from './areas/environ.js';
import { later } from './areas/later.js';
import { meetings, queues } from './areas/meetings.js';
import { request } from './areas/request.js';
import type { BuiltinTable } from './scope.js';

/** By name in small letters. Later areas win, so that an area replaces what was missing. */
export const builtinTable: BuiltinTable = {
  ...later,
  ...meetings,
  ...queues,
  ...request,
  ...environ,
  ...dns,
};
