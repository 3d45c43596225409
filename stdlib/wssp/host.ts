/** What the page functions ask of the runtime, as `$.page` in the sandbox (wssp.md section 4). */
import type { Bytes, Ip, Time, Value } from '../values/types.js';
import type { PageFailure } from './errors.js';

/**
 * Host side of the page functions. Every member answers at once; the library asks for each name once a page.
 * Dictionary members answer null for a missing key and look keys up with `look`, letter case included.
 */
export interface PageHost {
  /** Element of the merged text dataset. */
  text(name: Bytes): Value;
  /** Element of the session dataset; null on stateless requests. */
  session(name: Bytes): Value;
  /** Effective preference. */
  settings(name: Bytes): Value;
  /** Effective account setting; null on stateless requests. */
  accountSettings(name: Bytes): Value;
  /** Time of the request. */
  currentTime(): Time;
  /** Null for the default. */
  language(): Bytes | null;
  /** Null for the default. */
  timeZone(): Bytes | null;
  /** Seconds east of GMT that the selected zone, or the server's own, has at this moment (seconds since 1970, GMT). */
  zoneOffset(at: number): number;
  charsets(): Bytes[];
  timeZones(): Bytes[];
  requestSecure(): boolean;
  /** Path and parameters of the request URL. */
  requestResource(): Bytes | null;
  requestSourceIP(): Ip | Bytes | null;
  serverVersion(): Bytes;
  /** At least 0, less than 1. */
  random(): number;
  /** Ends the page. */
  fail(code: PageFailure, file: string, detail: string): never;
}
