/** `/Admin/Log/`: the last records of the log, and those that come, by domain, program, level and text. */
import type { Readable } from 'node:stream';
import { decodeUtf8 } from '../../../stdlib/values/index.js';
import type { WebRequest } from '../request/webrequest.js';
import { sendSmallPage } from '../respond/refuse.js';
import { type Html, html } from '../skins/html.js';
import { pagePolicy } from '../skins/style.js';
import { adminPage, LOG } from './places.js';
import { type SightOptions, sendAdminPage, sightOf } from './sight.js';
import { tailScript } from './tailscript.js';

/** One record, as the log has it. */
export interface LogLine {
  readonly time: Date;
  readonly level: number;
  readonly tag: string;
  readonly text: string;
  readonly about?: { readonly domain: string; readonly app: string };
}

/** See `TailFilter` of host/admin/log. */
export interface LogFilter {
  readonly domain: string | null;
  readonly app: string | null;
  readonly level: number;
  readonly text: string;
}

export interface LogOptions extends SightOptions {
  readonly recent: (filter: LogFilter, count: number) => readonly LogLine[];
  /** Records that come, as server-sent events; null: too many follow already. */
  readonly follow: (filter: LogFilter) => Readable | null;
}

const SHOWN = 500;
const levels = ['crash', 'failure', 'major', 'problem', 'low', 'all'];
const policy = `${pagePolicy}; script-src 'self'; connect-src 'self'`;

function row({ time, level, tag, text, about }: LogLine): Html {
  const date = time.toISOString();
  const name = about === undefined ? tag : `${tag} ${about.app}`;
  return html`<tr><td class="time"><time datetime="${date}">${date.slice(11, 23)}</time></td><td class="level">${levels[level] ?? ''}</td><td class="name">${name}</td><td class="text">${text}</td></tr>`;
}

const queryOf = ({ domain, app, level, text }: LogFilter): string =>
  new URLSearchParams({ domain: domain ?? '', app: app ?? '', level: String(level), text }).toString();

function page(lines: readonly LogLine[], filter: LogFilter, isBound: boolean): string {
  const field = (id: string, name: string, value: string): Html =>
    html`<div><label for="${id}">${name}</label><input type="text" id="${id}" name="${id}" value="${value}" autocomplete="off"></div>`;
  const options = levels.map(
    (name, level) =>
      html`<option value="${level}"${level === filter.level ? html` selected` : null}>${name}</option>`,
  );
  const form = html`<form method="get" action="${LOG}"><div class="row">${isBound ? null : field('domain', 'Domain', filter.domain ?? '')}${field('app', 'Program or page', filter.app ?? '')}${field('text', 'Text or tag', filter.text)}<div><label for="level">Up to level</label><select id="level" name="level">${options}</select></div><button>Show</button></div></form>`;
  const rows = [...lines].reverse().map(row);
  const stream = `${LOG}?${queryOf(filter)}&stream=1`;
  const list = html`<div class="row"><p id="state" role="status" class="hint">Load the page again for new records.</p><button type="button" id="pause" class="plain" hidden>Pause</button></div><div class="wide"><table class="lines"><caption>The newest first. Times are GMT.</caption><thead><tr><th scope="col">Time</th><th scope="col">Level</th><th scope="col">Tag</th><th scope="col">Record</th></tr></thead><tbody id="records" data-stream="${stream}">${rows}</tbody></table></div>`;
  return adminPage(
    LOG,
    isBound ? `Log of programs of ${filter.domain ?? ''}` : 'Log',
    html`<section aria-labelledby="list"><h2 id="list">Records</h2>${form}${list}</section>`,
    html`<script src="${LOG}?script=1" defer></script>`,
  );
}

/** Serves the page, its script, and the stream of records. */
export async function serveLog(options: LogOptions, request: WebRequest): Promise<void> {
  const sight = await sightOf(options, request);
  if (sight === null) return;
  const { parameters, ctx } = request;
  const text = (name: string): string => decodeUtf8(parameters.textOr(name)).trim().slice(0, 255);
  const level = /^[0-5]$/.test(text('level')) ? Number(text('level')) : 5;
  const filter: LogFilter = {
    domain: sight.domain ?? (text('domain').toLowerCase() || null),
    app: text('app') || null,
    level,
    text: text('text'),
  };
  if (text('script') === '1') {
    ctx.res.setHeader('Content-Type', 'text/javascript; charset=utf-8');
    ctx.res.setHeader('Cache-Control', 'private, max-age=3600');
    ctx.res.setHeader('Content-Security-Policy', "default-src 'none'");
    ctx.status = 200;
    ctx.body = tailScript;
    return;
  }
  if (text('stream') !== '1')
    return sendAdminPage(request, page(options.recent(filter, SHOWN), filter, sight.domain !== null), policy);
  const stream = options.follow(filter);
  if (stream === null) return sendSmallPage(ctx, 503, 'Too many pages follow the log already.');
  ctx.res.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  ctx.res.setHeader('Cache-Control', 'private, no-store');
  ctx.res.setHeader('Content-Security-Policy', "default-src 'none'");
  ctx.status = 200;
  ctx.body = stream;
}
