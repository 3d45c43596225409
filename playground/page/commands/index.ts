/** Everything that buttons and keys do. */
import type { Editor } from '../editor/create.js';
import { later } from '../later/part.js';
import { byId } from '../ui/dom.js';
import { type CommandGroups, chooseCommand } from '../ui/menu.js';
import { EMPTY } from '../workspace.js';
import { Marks } from './breakpoints.js';
import { Desk, type Parts } from './desk.js';
import { Runs } from './runs.js';
import type { Wanted } from './wanted.js';

export class Commands {
  readonly desk: Desk;
  readonly marks: Marks;
  readonly runs: Runs;
  readonly #wanted: (act: (part: Wanted) => unknown) => Promise<void>;

  constructor(parts: Parts) {
    this.desk = new Desk(parts);
    this.marks = new Marks(this.desk);
    this.runs = new Runs(this.desk, this.marks);
    this.#wanted = later(async () => (await import('./wanted.js')).wanted(this.desk));
    const buttons: Readonly<Record<string, () => void>> = {
      run: () => void this.runs.run(),
      debug: () => void this.runs.run('debug'),
      profile: () => void this.runs.run('profile'),
      stop: () => parts.execution.stop(),
      gallery: () => void this.#wanted(({ exchange }) => exchange.example()),
      tour: () => void this.#wanted(({ tour }) => tour.start()),
      share: () => void this.#wanted(({ exchange }) => exchange.share()),
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

  #symbol(what: 'definition' | 'references' | 'rename' | 'explain' | 'format'): Promise<void> {
    return this.#wanted(({ symbols }) => symbols[what]());
  }

  /** Keys of the whole page, in the editor as well. */
  readonly keys: Readonly<Record<string, () => void>> = {
    'Mod-Enter': () => void this.runs.run(),
    'Shift-F5': () => this.desk.parts.execution.stop(),
    F1: () => void this.#symbol('explain'),
    F5: () => void this.runs.run('debug'),
    F8: () => this.runs.step('continue'),
    F9: () => void this.marks.toggle(this.desk.editor.caretLine, false),
    'Shift-F9': () => void this.marks.toggle(this.desk.editor.caretLine, true),
    F10: () => this.runs.step('next'),
    F11: () => this.runs.step('in'),
    'Shift-F8': () => this.runs.step('back-continue'),
    'Shift-F10': () => this.runs.step('back-next'),
    'Shift-F11': () => this.runs.step('back-in'),
    F12: () => void this.#symbol('definition'),
    'Shift-F12': () => void this.#symbol('references'),
    F2: () => void this.#symbol('rename'),
    'Mod-s': () => void this.#symbol('format'),
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
        ['Format', 'Ctrl+S', () => this.#symbol('format')],
        ['Explain', 'F1', () => this.#symbol('explain')],
        ['Go to definition', 'F12', () => this.#symbol('definition')],
        ['Find references', 'Shift+F12', () => this.#symbol('references')],
        ['Rename symbol', 'F2', () => this.#symbol('rename')],
        ['Search', 'Ctrl+F', () => editor.search()],
      ],
      Run: [
        [`Breakpoint in line ${line}`, 'F9', () => this.marks.toggle(line, false)],
        [`Conditional breakpoint in line ${line}`, 'Shift+F9', () => this.marks.toggle(line, true)],
        ['Record this run', '.prec', () => this.runs.record()],
        ['Open a recording', '.prec', () => this.runs.openRecording()],
        ['Empty the account', '', () => this.#wanted(({ exchange }) => exchange.emptyAccount())],
      ],
      Workspace: [
        ['Import', '.tar', () => this.#wanted(({ exchange }) => exchange.import())],
        ['Export', '.tar', () => this.#wanted(({ exchange }) => exchange.export())],
        ['Deploy to a server', '', () => this.#wanted(({ exchange }) => exchange.deploy())],
        ['New workspace', '', () => this.desk.replace(EMPTY, 'A new workspace is open.')],
        ['Back to the workspace before', '', () => this.desk.back()],
      ],
    };
  }
}
