/** The page of connections: who is connected from where, since when, doing what. No scripts. */
import { adminPage } from '../admin/places.js';
import { type Html, html } from '../skins/html.js';

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
  /** All connections; `lines` are those that pass the filter. */
  readonly total: number;
  readonly filter: string;
  readonly token: string;
  readonly mayEnd: boolean;
  readonly message: string | null;
}

/** `34sec`, `3min`, `5h`, `2d`. */
export function ageText(seconds: number): string {
  if (seconds < 120) return `${seconds}sec`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

function row(line: MonitorLine, mayEnd: boolean): Html {
  const { number, address, account, transport, secure, connected, status, running } = line;
  const mark = mayEnd
    ? html`<td class="check"><input type="checkbox" name="id" value="${number}" aria-label="Mark ${number}"></td>`
    : null;
  return html`<tr>${mark}<td class="number">${number}</td><td>[${address}] <span class="hint">${transport}${secure ? ', TLS' : ''}</span></td><td>${account}</td><td>${ageText(connected)}</td><td>${status}</td><td>${running === null ? '' : ageText(running)}</td></tr>`;
}

function table({ lines, token, mayEnd }: MonitorPage): Html {
  if (lines.length === 0) return html`<p class="hint">Nobody is connected.</p>`;
  const mark = mayEnd ? html`<th scope="col">Marker</th>` : null;
  const rows = lines.map(line => row(line, mayEnd));
  const end = mayEnd
    ? html`<div class="row"><button class="danger" name="action" value="end">End marked</button></div>`
    : null;
  return html`<form method="post" action="${MONITOR}"><input type="hidden" name="token" value="${token}"><table><thead><tr>${mark}<th scope="col" class="number">ID</th><th scope="col">IP Address</th><th scope="col">Account</th><th scope="col">Connected</th><th scope="col">Status</th><th scope="col">Running</th></tr></thead><tbody>${rows}</tbody></table>${end}</form>`;
}

/** The whole page. */
export function monitorPage(page: MonitorPage): string {
  const message =
    page.message === null ? null : html`<section class="message" role="status">${page.message}</section>`;
  return adminPage(
    MONITOR,
    'XIMSS connections',
    html`${message}<section aria-labelledby="list"><h2 id="list">${page.lines.length} of ${page.total} selected</h2><form method="get" action="${MONITOR}"><div class="row"><label for="filter">Address or account</label> <input id="filter" name="filter" value="${page.filter}"> <button>Show</button></div></form>${table(page)}</section>`,
  );
}
