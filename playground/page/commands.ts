/** Everything that buttons and keys do. */

import { type Breakpoint, conditionProblem } from '../debug/breakpoints.js';
import type { AccountState } from '../sandbox/account/state.js';
import { emptyAccount } from '../sandbox/account/state.js';
import type { Editor } from './editor/create.js';
import type { Breakpoint as LineBreakpoint } from './editor/gutter.js';
import type { Execution } from './execution.js';
import type { Language } from './language.js';
import { fetchRecording } from './recording.js';
import { toFragment } from './share.js';
import { BadArchive, readTar, writeTar } from './tar.js';
import type { Connection } from './ui/connection.js';
import { DebugPanel } from './ui/debugger.js';
import { ask, confirm, dialog, tell } from './ui/dialogs.js';
import { announce, button, byId, download, make, upload } from './ui/dom.js';
import { chooseExample } from './ui/gallery.js';
import type { Navigation } from './ui/preview.js';
import { heatOf, showProfile } from './ui/profile.js';
import type { ResultPanel } from './ui/result.js';
import { Tour } from './ui/tour.js';
import type { ProfileView } from './workers/protocol.js';
import { EMPTY, mainFile, type Store } from './workspace.js';

export interface Parts {
  readonly store: Store;
  readonly language: Language;
  readonly execution: Execution;
  readonly connection: Connection;
  readonly result: ResultPanel;
  readonly account: Promise<AccountState>;
  saveAccount(account: AccountState): Promise<void>;
  showResult(): void;
  showSource(): void;
  /** The request was changed by something else than its editor. */
  showRequest(): void;
}

export class Commands {
  #account: AccountState = emptyAccount();
  #editor: Editor | null = null;
  readonly #tour: Tour;
  readonly #debugger: DebugPanel;
  readonly #breakpoints = new Map<string, readonly LineBreakpoint[]>();
  #profile: ProfileView | null = null;
  #current: { readonly file: string; readonly line: number } | null = null;

  constructor(private readonly parts: Parts) {
    void parts.account.then(account => {
      this.#account = account;
    });
    this.#debugger = new DebugPanel(parts.execution, {
      breakpoints: () => this.#allBreakpoints(),
      onPlace: place => this.#showPlace(place),
    });
    this.#tour = new Tour(workspace => parts.store.open(workspace));
    const on = (id: string, act: () => void): void => byId(id).addEventListener('click', act);
    on('run', () => this.run());
    on('debug', () => this.run('debug'));
    on('profile', () => this.run('profile'));
    on('stop', () => parts.execution.stop());
    on('gallery', () => void this.example());
    on('tour', () => void this.#tour.start());
    on('share', () => void this.share());
    on('more', () => void this.more());
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
    'Mod-Enter': () => this.run(),
    'Shift-F5': () => this.parts.execution.stop(),
    F5: () => this.run('debug'),
    F8: () => void this.#debugger.move('continue'),
    F9: () => void this.toggleBreakpoint(this.#source.caretLine, false),
    F10: () => void this.#debugger.move('next'),
    F11: () => void this.#debugger.move('in'),
    'Shift-F8': () => void this.#debugger.move('back-continue'),
    'Shift-F10': () => void this.#debugger.move('back-next'),
    'Shift-F11': () => void this.#debugger.move('back-in'),
    F12: () => void this.definition(),
    'Shift-F12': () => void this.references(),
    F2: () => void this.rename(),
    'Mod-s': () => void this.format(),
  };

  /** Another workspace was opened: what the one before gave is no longer true. */
  clear(): void {
    this.parts.result.clear();
    this.#breakpoints.clear();
    this.#profile = null;
    if (this.#debugger.isOpen) this.#debugger.close();
  }

  attach(editor: Editor): void {
    this.#editor = editor;
  }

  get #source(): Editor {
    if (this.#editor === null) throw new Error('there is no editor yet');
    return this.#editor;
  }

  run(how: 'run' | 'debug' | 'profile' = 'run'): void {
    const { store, execution, result } = this.parts;
    const { files, entry, request, dataset, session } = store.current;
    const file = mainFile(store.current);
    if (file === null) {
      announce('There is no program and no page to run.');
      return;
    }
    const host = this.parts.connection.login;
    const begin = performance.now();
    const stop = byId<HTMLButtonElement>('stop');
    result.started();
    stop.disabled = false;
    const over = (): void => {
      stop.disabled = true;
    };
    this.parts.showResult();
    execution.run(
      { files, file, entry, request, dataset, session, account: this.#account, host, record: false },
      how,
      {
        onLog: line => result.log(line),
        onDone: ({ outcome, account, values }) => {
          over();
          this.#account = account;
          void this.parts.saveAccount(account);
          if (outcome.session !== null && outcome.session !== session)
            store.patch({ session: outcome.session }, 'request');
          result.show(outcome, values, performance.now() - begin, host?.email);
          if (how === 'debug' && outcome.kind !== 'invalid') {
            this.parts.showSource();
            void this.#debugger.start();
          }
          document.documentElement.dataset.runs = String(
            Number(document.documentElement.dataset.runs ?? 0) + 1,
          );
        },
        onProfile: profile => {
          this.#profile = profile;
          showProfile(profile, (place, line) => this.goto(place, line, 1));
          result.showUsage();
          this.#source.setHeat(heatOf(profile, this.#source.file));
        },
        onStopped: () => {
          over();
          result.stopped();
        },
        onBroken: message => {
          over();
          result.broken(message);
        },
        onRefused: message => {
          over();
          result.refused(message);
        },
      },
    );
  }

  /** A link or form of the preview: the request that a browser would make, when its file is here. */
  navigate({ url, method, values }: Navigation): void {
    const { store } = this.parts;
    let target: URL;
    try {
      target = new URL(url === '' ? '?' : url, 'https://playground.example/');
    } catch {
      announce(`The link ${url} is none.`);
      return;
    }
    const name = decodeURIComponent(target.pathname.replace(/^.*\//, '')).toLowerCase();
    const file = Object.keys(store.current.files).find(candidate => candidate.toLowerCase() === name);
    if (target.hostname !== 'playground.example' || (name !== '' && file === undefined)) {
      announce(`The page leads to ${url}, which is not in this workspace.`);
      return;
    }
    const parameters = [...target.searchParams];
    const isForm = method === 'POST';
    store.patch(
      {
        ...(file === undefined ? {} : { main: file }),
        request: {
          ...store.current.request,
          method,
          path: target.pathname,
          query: isForm ? parameters : [...parameters, ...values],
          body: isForm ? { kind: 'form', values } : { kind: 'none' },
        },
      },
      'request',
    );
    this.parts.showRequest();
    this.run();
  }

  goto(file: string, line: number, column: number): void {
    const { store } = this.parts;
    const name = Object.keys(store.current.files).find(
      candidate => candidate.toLowerCase() === file.toLowerCase(),
    );
    if (name === undefined) return;
    if (store.current.active !== name) store.patch({ active: name }, 'active');
    this.#source.goto(line, column);
  }

  async definition(): Promise<void> {
    const editor = this.#source;
    const [place] = await this.parts.language.definition(editor.file, editor.caret);
    if (place === undefined) return announce('There is no definition of this.');
    this.#open(place.file, place.start, place.end);
  }

  async references(): Promise<void> {
    const editor = this.#source;
    const places = await this.parts.language.references(editor.file, editor.caret);
    if (places.length === 0) return announce('There are no references.');
    const { files } = this.parts.store.current;
    const chosen = await dialog('References', close => [
      make(
        'div',
        { class: 'frames' },
        ...places.map(({ file, start }, i) => {
          const text = String(files[file] ?? '');
          const before = text.slice(0, start).split('\n');
          const line = text.split('\n')[before.length - 1] ?? '';
          return button(`${file}:${before.length}  ${line.trim().slice(0, 80)}`, () => close(String(i)));
        }),
      ),
    ]);
    const place = chosen === '' ? undefined : places[Number(chosen)];
    if (place !== undefined) this.#open(place.file, place.start, place.end);
  }

  #open(file: string, start: number, end: number): void {
    const { store } = this.parts;
    if (store.current.active !== file) store.patch({ active: file }, 'active');
    this.#source.select(start, end);
  }

  async rename(): Promise<void> {
    const editor = this.#source;
    const { caret, file, text } = editor;
    const word = /\w*$/.exec(text.slice(0, caret))?.[0] + (/^\w*/.exec(text.slice(caret))?.[0] ?? '');
    if (word === '') return announce('Nothing that has a name stands here.');
    const name = await ask('Rename', `New name of ${word}`, word);
    if (name === null) return;
    const result = await this.parts.language.rename(file, caret, name);
    if ('refused' in result) return tell('This cannot be renamed', result.refused);
    const { store } = this.parts;
    const changed: Record<string, string> = {};
    for (const edit of [...result.edits].sort((a, b) => b.start - a.start)) {
      const before = changed[edit.file] ?? store.current.files[edit.file];
      if (typeof before === 'string')
        changed[edit.file] = before.slice(0, edit.start) + edit.text + before.slice(edit.end);
    }
    const { [file]: own, ...others } = changed;
    if (own !== undefined) editor.replace(own);
    store.patch({ files: { ...store.current.files, ...others } }, 'files');
    announce(`${result.edits.length} places changed`);
  }

  async format(): Promise<void> {
    const result = await this.parts.language.format(this.#source.file);
    if ('refused' in result) announce(result.refused);
    else this.#source.replace(result.text);
  }

  async example(): Promise<void> {
    const workspace = await chooseExample();
    if (workspace === null) return;
    byId('note').hidden = true;
    this.parts.store.open(workspace);
  }

  async share(): Promise<void> {
    const fragment = await toFragment(this.parts.store.current);
    const link = new URL(fragment, location.href).href;
    history.replaceState(null, '', fragment);
    await dialog('Share', close => {
      const field = make('input', {
        type: 'text',
        readonly: true,
        value: link,
        'aria-label': 'Link',
        id: 'share-link',
      });
      queueMicrotask(() => field.select());
      return [
        make(
          'p',
          {},
          'The link holds the whole workspace behind its number sign: no server gets it. Who opens it sees the files; nothing runs before Run is pressed.',
        ),
        field,
        make(
          'div',
          { class: 'row' },
          button('Copy', () => void navigator.clipboard.writeText(link).then(() => close('')), {
            class: 'primary',
          }),
        ),
      ];
    });
  }

  async more(): Promise<void> {
    const actions: Readonly<Record<string, () => unknown>> = {
      'New workspace': () => this.parts.store.open(EMPTY),
      'Import .tar': () => this.import(),
      'Export .tar': () => this.export(),
      'Deploy to a server': () => this.deploy(),
      'Format source (Ctrl+S)': () => this.format(),
      'Rename symbol (F2)': () => this.rename(),
      'Go to definition (F12)': () => this.definition(),
      'Find references (Shift+F12)': () => this.references(),
      'Search (Ctrl+F)': () => this.#source.search(),
      'Record this run (.prec)': () => this.record(),
      'Open a recording (.prec)': () => this.openRecording(),
      'Empty the account': () => this.emptyAccount(),
    };
    const chosen = await confirm('More', 'What do you want to do?', Object.keys(actions));
    await actions[chosen]?.();
  }

  async import(): Promise<void> {
    const file = await upload('.tar,application/x-tar');
    if (file === null) return;
    try {
      const files = readTar(file.bytes);
      const [first = ''] = Object.keys(files);
      this.parts.store.open({
        ...EMPTY,
        name: file.name,
        files,
        active: Object.keys(files).find(name => /\.(wcgp|wssp)$/i.test(name)) ?? first,
      });
    } catch (error) {
      if (!(error instanceof BadArchive)) throw error;
      await tell('This archive cannot be opened', error.message);
    }
  }

  async export(): Promise<void> {
    try {
      download(
        `${this.parts.store.current.name.replace(/[^\w-]+/g, '-') || 'skin'}.tar`,
        writeTar(this.parts.store.current.files),
        'application/x-tar',
      );
    } catch (error) {
      if (!(error instanceof BadArchive)) throw error;
      await tell('The workspace cannot be exported', error.message);
    }
  }

  /** To a skin of the server that this page comes from. */
  async deploy(): Promise<void> {
    const { deploy } = await import('./ui/deploy.js');
    try {
      await deploy(this.parts.store.current.files);
    } catch (error) {
      await tell('This cannot be deployed', error instanceof Error ? error.message : String(error));
    }
  }

  async emptyAccount(): Promise<void> {
    this.#account = emptyAccount();
    await this.parts.saveAccount(this.#account);
    announce('The account of the playground is empty.');
  }

  /** A breakpoint where none is; its end where one is. With a condition: asks for it. */
  async toggleBreakpoint(line: number, withCondition: boolean): Promise<void> {
    const list = this.#source.breakpoints;
    const known = list.find(point => point.line === line);
    const others = list.filter(point => point !== known);
    if (!withCondition)
      this.#source.setBreakpoints(known === undefined ? [...list, { line, condition: null }] : others);
    else {
      const condition = await ask(
        'Breakpoint',
        'Stop when this is not null, for example n == 3',
        known?.condition ?? '',
        conditionProblem,
      );
      if (condition !== null) this.#source.setBreakpoints([...others, { line, condition }]);
    }
    this.keepBreakpoints();
    announce(
      known === undefined || withCondition ? `Breakpoint in line ${line}` : `No breakpoint in line ${line}`,
    );
  }

  /** The file in the editor is another one. */
  restoreBreakpoints(): void {
    const { file } = this.#source;
    this.#source.setBreakpoints(this.#breakpoints.get(file) ?? []);
    if (this.#profile !== null) this.#source.setHeat(heatOf(this.#profile, file));
    this.#source.setCurrent(
      this.#current?.file.toLowerCase() === file.toLowerCase() ? this.#current.line : null,
    );
  }

  /** Another file is about to come into the editor. */
  keepBreakpoints(): void {
    const { file, breakpoints } = this.#source;
    if (file !== '') this.#breakpoints.set(file, breakpoints);
  }

  /** Breakpoints of all files; those of the editor as they are now. */
  #allBreakpoints(): Breakpoint[] {
    this.keepBreakpoints();
    return [...this.#breakpoints].flatMap(([file, list]) => list.map(point => ({ ...point, file })));
  }

  #showPlace(place: { readonly file: string; readonly line: number } | null): void {
    this.#current = place;
    if (place === null) {
      this.#source.setCurrent(null);
      return;
    }
    const { store } = this.parts;
    const name = Object.keys(store.current.files).find(
      candidate => candidate.toLowerCase() === place.file.toLowerCase(),
    );
    if (name !== undefined && store.current.active !== name) {
      this.keepBreakpoints();
      store.patch({ active: name }, 'active');
    }
    this.#source.setCurrent(place.line);
  }

  async openRecording(): Promise<void> {
    const file = await upload('.prec');
    if (file !== null) await this.#openRecording(async () => file.bytes);
  }

  /** A link to a recording of this server: nothing is loaded before somebody wants it. */
  async offerRecording(address: string): Promise<void> {
    const text =
      'This link leads to the recording of a failed request on this server. It opens as a new workspace.';
    const chosen = await confirm('Open a recording', text, ['Open']);
    if (chosen === 'Open') await this.#openRecording(() => fetchRecording(address));
  }

  async #openRecording(load: () => Promise<Uint8Array>): Promise<void> {
    const { store, execution } = this.parts;
    try {
      const view = await execution.replay(await load(), store.current.files);
      const { sources } = view;
      if (sources !== undefined) {
        const files = Object.keys(sources);
        const active = files.find(name => name.toLowerCase() === view.file.toLowerCase()) ?? files[0] ?? '';
        store.open({ ...EMPTY, name: 'Recording', files: sources, active });
      }
      this.#debugger.show(view);
      this.parts.showSource();
    } catch (error) {
      await tell('This recording cannot be opened', error instanceof Error ? error.message : String(error));
    }
  }

  /** Runs once more, and offers the recording as a file. */
  record(): void {
    const { store, execution, result } = this.parts;
    const { files, entry, request, dataset, session } = store.current;
    const file = mainFile(store.current);
    if (file === null) return;
    execution.run(
      {
        ...{ files, file, entry, request, dataset, session, account: this.#account },
        host: this.parts.connection.login,
        record: true,
      },
      'run',
      {
        onLog: line => result.log(line),
        onDone: ({ outcome, values }) => {
          result.show(outcome, values, 0);
          if (outcome.recording !== null) download('run.prec', Uint8Array.from(outcome.recording));
        },
        onStopped: () => result.stopped(),
        onBroken: message => result.broken(message),
        onRefused: message => result.refused(message),
      },
    );
  }
}
