/** The panel of the debugger: moves in both directions, time line, call stack, variables, watches. */
import type { Move } from '../../debug/session.js';
import type { Execution } from '../execution.js';
import type { DebugMove, DebugView } from '../workers/protocol.js';
import { ask } from './dialogs.js';
import { announce, button, byId, make } from './dom.js';
import { type Icon, icon } from './icons.js';
import { tree } from './tree.js';

export interface DebugHooks {
  breakpoints(): DebugMove['breakpoints'];
  /** Shows where execution is; null when nothing is debugged. */
  onPlace(place: { readonly file: string; readonly line: number } | null): void;
}

/** Icon and title of each move. */
const MOVES: readonly (readonly [move: Move, icon: Icon, title: string])[] = [
  ['back-continue', 'continue', 'Back to the breakpoint before (Shift+F8)'],
  ['back-out', 'out', 'Back out of the section'],
  ['back-in', 'in', 'One step back (Shift+F11)'],
  ['back-next', 'next', 'One statement back (Shift+F10)'],
  ['next', 'next', 'Next statement (F10)'],
  ['in', 'in', 'Step into (F11)'],
  ['out', 'out', 'Step out'],
  ['continue', 'continue', 'On to the next breakpoint (F8)'],
];

export class DebugPanel {
  readonly #panel = byId('debugger');
  readonly #slider = make('input', { type: 'range', min: '0', max: '0', value: '0', 'aria-label': 'Step' });
  readonly #say = make('span', { class: 'soft', 'data-step': '' });
  readonly #frames = make('div', { class: 'frames', 'aria-label': 'Call stack' });
  readonly #variables = make('div', { 'aria-label': 'Variables' });
  readonly #watches = make('div', { 'aria-label': 'Watches' });
  #watched: string[] = [];
  #view: DebugView | null = null;
  #chosen = 0;
  /** Counts the questions to the sandbox: only the answer to the last one is shown. */
  #asked = 0;

  constructor(
    private readonly execution: Execution,
    private readonly hooks: DebugHooks,
  ) {
    const moves = MOVES.map(([move, sign, title]) => {
      const isBack = move.startsWith('back-');
      const one = button('', () => void this.move(move), { title, 'aria-label': title, 'data-move': move });
      if (move === 'next') one.classList.add('forth');
      one.append(icon(sign, isBack));
      return one;
    });
    const toolbar = make(
      'div',
      { class: 'toolbar', role: 'toolbar', 'aria-label': 'Debugger' },
      ...moves,
      this.#slider,
      this.#say,
    );
    toolbar.append(
      button('Watch…', () => void this.addWatch(), { class: 'watch' }),
      button('×', () => this.close(), { 'aria-label': 'Close the debugger', class: 'quiet' }),
    );
    this.#slider.addEventListener('input', () => void this.#go({ to: Number(this.#slider.value) }));
    this.#panel.append(
      toolbar,
      make(
        'div',
        { class: 'columns' },
        make('div', {}, make('h2', {}, 'Call stack'), this.#frames),
        make('div', {}, make('h2', {}, 'Variables'), this.#variables, this.#watches),
      ),
    );
  }

  get isOpen(): boolean {
    return !this.#panel.hidden;
  }

  /** After a run under the debugger. */
  async start(): Promise<void> {
    this.#clear();
    this.#panel.hidden = false;
    await this.#go('stay');
  }

  show(view: DebugView): void {
    this.#panel.hidden = false;
    this.#view = view;
    this.#chosen = 0;
    this.#slider.max = String(Math.max(0, view.steps - 1));
    this.#slider.value = String(view.step);
    const cut = view.isCut ? ', the rest was cut' : '';
    const changed =
      view.changed.length > 0 ? ` The source of ${view.changed.join(', ')} is not the recorded one.` : '';
    const error = view.error === null ? '' : ` ${view.error}`;
    const text = `step ${view.step + 1} of ${view.steps}${cut}.${error}${changed}`;
    this.#say.textContent = text;
    this.#say.className = view.error === null ? 'soft' : 'bad';
    this.#say.dataset.step = String(view.step);
    announce(`${view.file}, line ${view.line}: ${text}`);
    this.#showFrame();
    this.hooks.onPlace(view.steps === 0 ? null : { file: view.file, line: view.line });
  }

  async move(move: Move): Promise<void> {
    if (this.isOpen) await this.#go(move);
  }

  async addWatch(): Promise<void> {
    const text = await ask('Watch', 'Expression, for example Length(list) or order.items[0]', '');
    if (text === null || text.trim() === '') return;
    this.#watched.push(text.trim());
    await this.#go({ to: this.#view?.step ?? 0 });
  }

  close(): void {
    this.#panel.hidden = true;
    this.#clear();
    this.hooks.onPlace(null);
  }

  /** What the run before was like is not true of the next one; answers that are under way come too late. */
  #clear(): void {
    this.#asked++;
    this.#view = null;
    this.#say.textContent = '';
    this.#say.className = 'soft';
    for (const part of [this.#frames, this.#variables, this.#watches]) part.replaceChildren();
  }

  async #go(move: DebugMove['move']): Promise<void> {
    const own = ++this.#asked;
    const breakpoints = this.hooks.breakpoints();
    try {
      const view = await this.execution.move({ move, breakpoints, watches: this.#watched });
      if (own === this.#asked) this.show(view);
    } catch (error) {
      if (own !== this.#asked) return;
      announce(error instanceof Error ? error.message : String(error));
      this.close();
    }
  }

  #showFrame(): void {
    const view = this.#view;
    if (view === null) return;
    this.#frames.replaceChildren(
      ...view.frames.map(({ section, file, line }, i) =>
        button(
          `${section}  ${file}:${line}`,
          () => {
            this.#chosen = i;
            this.#showFrame();
            this.hooks.onPlace({ file, line });
          },
          { 'aria-current': i === this.#chosen ? 'true' : false },
        ),
      ),
    );
    const variables = view.frames[this.#chosen]?.variables ?? [];
    this.#variables.replaceChildren(
      variables.length === 0 ? make('p', { class: 'soft' }, 'None.') : tree(variables, 2),
    );
    const rows = view.watches.map(({ text, value, problem }, i) => {
      const remove = button(
        '×',
        () => {
          this.#watched.splice(i, 1);
          void this.#go({ to: view.step });
        },
        { class: 'quiet', 'aria-label': `Remove watch ${text}` },
      );
      const shown = value === null ? make('span', { class: 'bad' }, `${text}: ${problem}`) : tree([value], 1);
      return make('div', { class: 'row' }, shown, remove);
    });
    this.#watches.replaceChildren(...(rows.length === 0 ? [] : [make('h2', {}, 'Watches'), ...rows]));
  }
}
