/** Everything that buttons and keys do. */
import type { Editor } from '../editor/create.js';
import { byId } from '../ui/dom.js';
import { type CommandGroups, chooseCommand } from '../ui/menu.js';
import { Tour } from '../ui/tour.js';
import { EMPTY } from '../workspace.js';
import { Marks } from './breakpoints.js';
import { Desk, type Parts } from './desk.js';
import { Exchange } from './exchange.js';
import { Runs } from './runs.js';
import { Symbols } from './symbols.js';

export class Commands {
  readonly desk: Desk;
  readonly marks: Marks;
  readonly runs: Runs;
  readonly #symbols: Symbols;
  readonly #exchange: Exchange;
  readonly #tour: Tour;

  constructor(parts: Parts) {
    this.desk = new Desk(parts);
    this.marks = new Marks(this.desk);
    this.runs = new Runs(this.desk, this.marks);
    this.#symbols = new Symbols(this.desk);
    this.#exchange = new Exchange(this.desk);
    this.#tour = new Tour((workspace, isFirst) =>
      isFirst ? this.desk.replace(workspace, 'The tour is open.') : parts.store.open(workspace),
    );
    const buttons: Readonly<Record<string, () => void>> = {
      run: () => void this.runs.run(),
      debug: () => void this.runs.run('debug'),
      profile: () => void this.runs.run('profile'),
      stop: () => parts.execution.stop(),
      gallery: () => void this.#exchange.example(),
      tour: () => void this.#tour.start(),
      share: () => void this.#exchange.share(),
      more: () => void this.more(),
    };
    for (const [id, act] of Object.entries(buttons)) byId(id).addEventListener('click', act);
    document.addEventListener('keydown', event => {
      const key = `${event.ctrlKey || event.metaKey ? 'Mod-' : ''}${event.shiftKey ? 'Shift-' : ''}${event.key}`;
      const act = Object.hasOwn(this.keys, key) ? this.keys[key] : undefined;
      if (act === undefined || event.defaultPrevented) return;
      event.preventDefault();
      act();
    });
  }

  /** Keys of the whole page, in the editor as well. */
  readonly keys: Readonly<Record<string, () => void>> = {
    'Mod-Enter': () => void this.runs.run(),
    'Shift-F5': () => this.desk.parts.execution.stop(),
    F1: () => void this.#symbols.explain(),
    F5: () => void this.runs.run('debug'),
    F8: () => void this.runs.debugger.move('continue'),
    F9: () => void this.marks.toggle(this.desk.editor.caretLine, false),
    'Shift-F9': () => void this.marks.toggle(this.desk.editor.caretLine, true),
    F10: () => void this.runs.debugger.move('next'),
    F11: () => void this.runs.debugger.move('in'),
    'Shift-F8': () => void this.runs.debugger.move('back-continue'),
    'Shift-F10': () => void this.runs.debugger.move('back-next'),
    'Shift-F11': () => void this.runs.debugger.move('back-in'),
    F12: () => void this.#symbols.definition(),
    'Shift-F12': () => void this.#symbols.references(),
    F2: () => void this.#symbols.rename(),
    'Mod-s': () => void this.#symbols.format(),
  };

  attach(editor: Editor): void {
    this.desk.attach(editor);
  }

  async more(): Promise<void> {
    await chooseCommand(this.#menu);
  }

  get #menu(): CommandGroups {
    const { editor } = this.desk;
    const line = editor.caretLine;
    return {
      Source: [
        ['Format', 'Ctrl+S', () => this.#symbols.format()],
        ['Explain', 'F1', () => this.#symbols.explain()],
        ['Go to definition', 'F12', () => this.#symbols.definition()],
        ['Find references', 'Shift+F12', () => this.#symbols.references()],
        ['Rename symbol', 'F2', () => this.#symbols.rename()],
        ['Search', 'Ctrl+F', () => editor.search()],
      ],
      Run: [
        [`Breakpoint in line ${line}`, 'F9', () => this.marks.toggle(line, false)],
        [`Conditional breakpoint in line ${line}`, 'Shift+F9', () => this.marks.toggle(line, true)],
        ['Record this run', '.prec', () => this.runs.record()],
        ['Open a recording', '.prec', () => this.runs.openRecording()],
        ['Empty the account', '', () => this.#exchange.emptyAccount()],
      ],
      Workspace: [
        ['Import', '.tar', () => this.#exchange.import()],
        ['Export', '.tar', () => this.#exchange.export()],
        ['Deploy to a server', '', () => this.#exchange.deploy()],
        ['New workspace', '', () => this.desk.replace(EMPTY, 'A new workspace is open.')],
        ['Back to the workspace before', '', () => this.desk.back()],
      ],
    };
  }
}
