/** What the page of connections shows (monitor.wssp): who is connected from where, since when, doing what. */
import { dictOf, encodeUtf8 } from '../../../stdlib/values/index.js';
import type { Dict } from '../../../stdlib/values/types.js';

/** Path of the page. */
export const MONITOR = '/Admin/Monitor/';

/** One connection, or a session without one. Texts are Unicode. */
export interface MonitorLine {
  /** As in the log tag. */
  readonly number: number;
  readonly address: string;
  readonly account: string;
  readonly transport: string;
  readonly secure: boolean;
  /** Seconds since it began. */
  readonly connected: number;
  /** The operation in progress, or the state. */
  readonly status: string;
  /** Seconds since the operation began, null when none runs. */
  readonly running: number | null;
}

export interface MonitorPage {
  readonly lines: readonly MonitorLine[];
  /** Connections that pass the filter, and all. */
  readonly selected: number;
  readonly total: number;
  readonly filter: string;
  readonly token: string;
  readonly mayEnd: boolean;
  /** The marked connections have just been ended. */
  readonly ended: boolean;
}

/** `34sec`, `3min`, `5h`, `2d`. */
export function ageText(seconds: number): string {
  if (seconds < 120) return `${seconds}sec`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

function lineDict({
  number,
  address,
  account,
  transport,
  secure,
  connected,
  status,
  running,
}: MonitorLine): Dict {
  return dictOf([
    ['number', String(number)],
    ['address', encodeUtf8(address)],
    ['account', encodeUtf8(account)],
    ['transport', secure ? `${transport}, TLS` : transport],
    ['connected', ageText(connected)],
    ['status', encodeUtf8(status)],
    ['running', running === null ? '' : ageText(running)],
  ]);
}

/** The dataset of the page. */
export function monitorDataset(page: MonitorPage): Dict {
  const { lines, selected, total, filter, token, mayEnd, ended } = page;
  return dictOf([
    ['monitorRef', MONITOR],
    ['lines', lines.map(lineDict)],
    ['selected', String(selected)],
    ['total', String(total)],
    ['filter', encodeUtf8(filter)],
    ['token', token],
    ...(mayEnd ? [['mayEnd', 'YES'] as const] : []),
    ...(ended ? [['ended', 'YES'] as const] : []),
  ]);
}
