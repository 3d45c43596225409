/** `/Admin/Usage/`: what programs and pages have cost since the server started, by domain and one by one. */
import { decodeUtf8 } from '../../../stdlib/values/index.js';
import type { AppUsage, UsageFigures } from '../../apps/types.js';
import type { WebRequest } from '../request/webrequest.js';
import { type Html, html } from '../skins/html.js';
import { adminPage, USAGE } from './places.js';
import { type SightOptions, sendAdminPage, sightOf } from './sight.js';

export interface UsageOptions extends SightOptions {
  readonly usage: () => readonly AppUsage[];
}

/** Most lines of one page. */
const MOST = 500;

type Figure = keyof UsageFigures;

const ms = (value: number): string =>
  value < 10_000 ? `${value.toFixed(1)} ms` : `${(value / 1000).toFixed(1)} s`;

const bytes = (value: number): string => {
  if (value < 10_240) return `${value}`;
  return value < 10_240 * 1024 ? `${Math.round(value / 1024)}K` : `${Math.round(value / 1024 / 1024)}M`;
};

/** Columns: figure, heading, form. */
const columns: readonly (readonly [figure: Figure, name: string, show: (value: number) => string])[] = [
  ['runs', 'Runs', String],
  ['failures', 'Failed', String],
  ['cpuMs', 'Processor', ms],
  ['wallMs', 'Time', ms],
  ['peakMemory', 'Memory at most', bytes],
  ['hostCalls', 'Host calls', String],
  ['outputBytes', 'Output', bytes],
];

/** Totals by domain; of memory the largest. */
export function byDomain(list: readonly AppUsage[]): AppUsage[] {
  const sums = new Map<string, AppUsage>();
  for (const usage of list) {
    const known = sums.get(usage.domain);
    if (known === undefined) {
      sums.set(usage.domain, { ...usage, skin: '', file: '', paths: [] });
      continue;
    }
    for (const [figure] of columns) {
      if (figure === 'peakMemory') known[figure] = Math.max(known[figure], usage[figure]);
      else known[figure] += usage[figure];
    }
  }
  return [...sums.values()];
}

/** The largest first. */
export function sorted<Row extends UsageFigures>(list: readonly Row[], by: Figure): Row[] {
  return [...list].sort((a, b) => b[by] - a[by]);
}

interface Shown {
  readonly domain: string;
  readonly filter: string;
  readonly sort: Figure;
  /** The program or page whose paths are shown, by file and skin; null for none. */
  readonly app: { readonly file: string; readonly skin: string } | null;
}

const addressOf = ({ domain, filter, sort, app }: Shown): string =>
  `${USAGE}?${new URLSearchParams({ domain, filter, sort, ...app }).toString()}`;

const domainName = (domain: string): string => (domain === '' ? 'no domain' : domain);

function table(caption: string, names: readonly string[], rows: readonly Html[], shown: Shown): Html {
  const heads = columns.map(([figure, name]) => {
    const isSort = figure === shown.sort;
    return html`<th scope="col" class="number"${isSort ? html` aria-sort="descending"` : null}><a href="${addressOf({ ...shown, sort: figure })}">${name}</a></th>`;
  });
  const first = names.map(name => html`<th scope="col">${name}</th>`);
  return html`<div class="wide"><table><caption>${caption}</caption><thead><tr>${first}${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

const figures = (usage: UsageFigures): Html[] =>
  columns.map(([figure, , show]) => html`<td class="number">${show(usage[figure])}</td>`);

function appRow(usage: AppUsage, shown: Shown): Html {
  const { domain, skin, file, paths } = usage;
  const own = `${addressOf({ ...shown, domain, app: { file, skin } })}#paths`;
  const more = paths.length < 2 ? null : html` <a href="${own}">${paths.length} paths</a>`;
  const log = `/Admin/Log/?${new URLSearchParams({ domain, app: file }).toString()}`;
  return html`<tr><th scope="row" class="name"><a href="${log}">${file}</a>${more}</th><td class="name">${domainName(domain)}${skin === '' ? '' : `, ${skin}`}</td>${figures(usage)}</tr>`;
}

/** What the chosen program or page has used at each path. */
function pathSection(list: readonly AppUsage[], shown: Shown): Html | null {
  const { app, domain, sort } = shown;
  const usage = list.find(
    each => each.domain === domain && each.file === app?.file && each.skin === app.skin,
  );
  if (usage === undefined) return null;
  const rows = sorted(usage.paths, sort).map(
    path => html`<tr><th scope="row" class="name">${path.path}</th>${figures(path)}</tr>`,
  );
  return html`<section aria-labelledby="paths"><h2 id="paths">Paths of ${usage.file}</h2>${table('* stands for numbers, ids and further paths', ['Path'], rows, shown)}</section>`;
}

/** The page. */
export function usagePage(list: readonly AppUsage[], shown: Shown): string {
  const wanted = shown.filter.toLowerCase();
  const own = list.filter(
    ({ domain, file, skin }) =>
      (shown.domain === '' || domain === shown.domain) && `${file}\n${skin}`.toLowerCase().includes(wanted),
  );
  const domains = sorted(byDomain(list), shown.sort).map(
    usage =>
      html`<tr><th scope="row" class="name"><a href="${addressOf({ ...shown, domain: usage.domain, app: null })}">${domainName(usage.domain)}</a></th>${figures(usage)}</tr>`,
  );
  const apps = sorted(own, shown.sort)
    .slice(0, MOST)
    .map(usage => appRow(usage, shown));
  const search = html`<form method="get" action="${USAGE}"><input type="hidden" name="domain" value="${shown.domain}"><input type="hidden" name="sort" value="${shown.sort}"><div class="row"><div><label for="filter">Program, page or skin</label><input type="text" id="filter" name="filter" value="${shown.filter}"></div><button>Show</button></div></form>`;
  const all =
    shown.domain === ''
      ? null
      : html`<p><a href="${addressOf({ ...shown, domain: '', app: null })}">All domains</a></p>`;
  const empty = html`<p class="hint">No program and no page has run.</p>`;
  return adminPage(
    USAGE,
    'Usage of programs and pages',
    html`<section aria-labelledby="domains"><h2 id="domains">Domains</h2>${list.length === 0 ? empty : table('Since the server started', ['Domain'], domains, shown)}</section><section aria-labelledby="apps"><h2 id="apps">Programs and pages${shown.domain === '' ? '' : ` of ${shown.domain}`}</h2>${search}${all}${apps.length === 0 ? empty : table(`${apps.length} of ${own.length}`, ['Program or page', 'Domain, skin'], apps, { ...shown, app: null })}</section>${pathSection(list, shown)}`,
  );
}

/** Serves the page. */
export async function serveUsage(options: UsageOptions, request: WebRequest): Promise<void> {
  const sight = await sightOf(options, request);
  if (sight === null) return;
  const { parameters } = request;
  const text = (name: string): string => decodeUtf8(parameters.textOr(name)).trim().slice(0, 255);
  const all = options.usage();
  const list = sight.domain === null ? all : all.filter(({ domain }) => domain === sight.domain);
  const sort = columns.find(([figure]) => figure === text('sort'))?.[0] ?? 'cpuMs';
  const file = text('file');
  const app = file === '' ? null : { file, skin: text('skin') };
  sendAdminPage(
    request,
    usagePage(list, { domain: text('domain').toLowerCase(), filter: text('filter'), sort, app }),
  );
}
