/** What a run gave: preview, body, header fields, log, values, usage. */
import { fromUtf8, latin1 } from '../../language/text.js';
import type { LogLine, Outcome } from '../../sandbox/outcome.js';
import type { Finished } from '../execution.js';
import { announce, button, byId, download, make } from './dom.js';
import { type Navigation, Preview } from './preview.js';
import { Tabs } from './tabs.js';
import { tree } from './tree.js';

/** Symbols of a body that are shown. */
const MOST_SHOWN = 200_000;

/** What is shown of a run. */
export type Shown = Pick<Finished, 'outcome' | 'values' | 'assets'>;

export interface ResultHooks {
  onNavigate(navigation: Navigation): void;
  onPlace(file: string, line: number, column: number): void;
}

export class ResultPanel {
  readonly #preview: Preview;
  readonly #tabs: Tabs;
  readonly #log = byId('panel-log');

  constructor(private readonly hooks: ResultHooks) {
    this.#preview = new Preview(byId<HTMLIFrameElement>('preview'), hooks.onNavigate);
    this.#tabs = new Tabs(byId('result-tabs'));
  }

  /** Shows nothing. */
  clear(): void {
    this.#say('', '');
    for (const name of ['body', 'headers', 'log', 'values', 'usage']) byId(`panel-${name}`).replaceChildren();
    this.#preview.clear();
    this.#empty(true);
  }

  showUsage(): void {
    this.#tabs.select('tab-usage');
  }

  started(): void {
    this.#say('running…', '');
    this.#log.replaceChildren();
    this.#empty(false);
  }

  /** Shows or hides what stands where nothing has run yet. */
  #empty(isEmpty: boolean): void {
    byId('nothing').hidden = !isEmpty;
  }

  log({ what, text }: LogLine): void {
    this.#log.append(make('div', { class: 'log' }, make('span', { class: 'what' }, what), text));
  }

  stopped(): void {
    this.#say('stopped', 'bad');
  }

  refused(message: string): void {
    this.#say(message, 'bad');
  }

  broken(message: string): void {
    this.#say(`The sandbox could not work: ${message}`, 'bad');
  }

  /**
   * @param wall milliseconds from the press of Run to the result
   * @param email whose rights on the host the run had, when it had any
   */
  show({ outcome, values, assets }: Shown, wall: number, email?: string): void {
    const { answer, error } = outcome;
    byId('panel-values').replaceChildren(
      values.length === 0 ? make('p', { class: 'soft' }, 'No values.') : tree(values),
    );
    this.#usage(outcome, wall, email);
    if (this.#log.childElementCount === 0)
      this.#log.append(make('p', { class: 'soft' }, 'Nothing was logged.'));
    this.#headers(outcome);
    if (error !== null) {
      this.#failed(outcome);
      return;
    }
    if (outcome.kind === 'invalid') {
      this.#say('It does not compile: see the problems under the source.', 'bad');
      return;
    }
    if (answer === null) {
      this.#say('The program set no response: visitors get 404.', 'bad');
      byId('panel-body').replaceChildren();
      this.#preview.clear();
      if (outcome.log.length > 0) this.#tabs.select('tab-log');
      return;
    }
    const type = answer.contentType ?? 'no content type';
    this.#say(
      `${answer.status}${answer.reason === null ? '' : ` ${answer.reason}`} · ${type} · ${answer.body.length} bytes · ${wall.toFixed(0)} ms`,
      answer.status < 400 ? 'good' : 'bad',
    );
    const text = fromUtf8(latin1(answer.body));
    const shown = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
    const bytes = Uint8Array.from(answer.body);
    byId('panel-body').replaceChildren(
      make('pre', {}, shown),
      button('Save', () => download('response', bytes)),
    );
    const isPage = /html/i.test(type);
    this.#preview.show(isPage ? text : plainPage(shown), assets);
    this.#tabs.select('tab-preview');
  }

  #failed({ error }: Outcome): void {
    if (error === null) return;
    this.#say(`error ${error.number}: ${error.message}`, 'bad');
    const frames = error.frames.map(({ section, file, line, column }) =>
      button(`${section}  ${file}:${line}:${column}`, () => this.hooks.onPlace(file, line, column)),
    );
    byId('panel-body').replaceChildren(
      make('p', { class: 'bad' }, error.message),
      make('div', { class: 'frames' }, ...frames),
      ...(error.frame === undefined ? [] : [make('pre', {}, error.frame)]),
    );
    this.#preview.clear();
    this.#tabs.select('tab-body');
    const [first] = error.frames;
    if (first !== undefined) this.hooks.onPlace(first.file, first.line, first.column);
  }

  #headers({ answer }: Outcome): void {
    const rows =
      answer === null
        ? []
        : [
            ...(answer.contentType === null ? [] : [['Content-Type', answer.contentType] as const]),
            ...answer.fields,
          ];
    const list = rows.map(([name, value]) =>
      make('tr', {}, make('th', { scope: 'row' }, name), make('td', {}, value)),
    );
    byId('panel-headers').replaceChildren(
      make(
        'table',
        {},
        make(
          'tbody',
          {},
          make(
            'tr',
            {},
            make('th', { scope: 'row' }, 'Status'),
            make('td', {}, String(answer?.status ?? '404')),
          ),
          ...list,
        ),
      ),
    );
  }

  #usage({ usage }: Outcome, wall: number, email?: string): void {
    const panel = byId('panel-usage');
    if (usage === null) {
      panel.replaceChildren();
      return;
    }
    const rows: [string, string][] = [
      ['Processor', `${usage.cpuMs.toFixed(2)} ms`],
      ['In the sandbox', `${usage.wallMs.toFixed(2)} ms`],
      ['From Run to result', `${wall.toFixed(1)} ms`],
      ['Memory at most', `${(usage.peakMemory / 1024).toFixed(0)} KB`],
      ['Host calls', String(usage.hostCalls)],
      ['Output', `${usage.outputBytes} bytes`],
      ['Host built-ins', email === undefined ? 'in this page' : `on the host, as ${email}`],
    ];
    const body = rows.map(([name, value]) =>
      make('tr', {}, make('th', { scope: 'row' }, name), make('td', { class: 'number' }, value)),
    );
    panel.replaceChildren(make('table', {}, make('tbody', {}, ...body)), make('div', { id: 'profile-part' }));
  }

  #say(text: string, kind: string): void {
    const line = byId('outcome');
    line.textContent = text;
    line.className = kind;
    announce(text);
  }
}

/** A text as a page in the colours of the playground; pages bring their own. */
function plainPage(text: string): string {
  const { color, backgroundColor } = getComputedStyle(byId('result'));
  const safe = text.replace(/[&<]/g, sign => (sign === '&' ? '&amp;' : '&lt;'));
  return `<!DOCTYPE html><body style="margin:0;padding:10px 12px;color:${color};background:${backgroundColor}"><pre style="white-space:pre-wrap;margin:0">${safe}</pre>`;
}
