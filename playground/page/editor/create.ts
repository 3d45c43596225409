/** The editor: one CodeMirror in a shadow root, so that its styles need no hole in the page's policy. */
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentLess,
  indentMore,
  insertNewlineKeepIndent,
  toggleTabFocusMode,
} from '@codemirror/commands';
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentUnit } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { Fold, Problem } from '../../language/types.js';
import type { FileAnalysis, Language } from '../language.js';
import { later } from '../later/part.js';
import { assist } from './assist.js';
import { type Breakpoint, breakpointsOf, gutters, setBreakpoints, setCurrent, setHeat } from './gutter.js';
import { setTokens, tokenField } from './tokens.js';

export interface EditorHooks {
  onText(file: string, text: string): void;
  onProblems(file: string, problems: readonly Problem[]): void;
  onAnalysis(file: string, analysis: FileAnalysis): void;
  onBreakpoint(line: number, withCondition: boolean): void;
  onCaret(line: number, column: number): void;
  /** Commands by key: `F12`, `F2`, ... */
  readonly keys: Readonly<Record<string, () => void>>;
}

/** The editor of the page. */
export class Editor {
  readonly view: EditorView;
  #file = '';
  #folds: readonly Fold[] = [];
  #isAnalysing = false;
  /** The text changed since the analysis that is under way began. */
  #isStale = false;
  /** Parts that are loaded when they are wanted, and what of them is here. */
  readonly #searching = new Compartment();
  #searchable: Extension = [];
  readonly #completing = new Compartment();
  #completion: Extension = [];
  readonly #states = new Map<string, EditorState>();

  constructor(
    parent: HTMLElement,
    style: string,
    private readonly language: Language,
    private readonly hooks: EditorHooks,
  ) {
    const root = parent.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    this.view = new EditorView({ parent: root, root, state: this.#state('') });
    parent.addEventListener('focusin', () => void this.#withCompletion(() => undefined));
  }

  get file(): string {
    return this.#file;
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  /** Shows a file. Undo and caret of each file are kept. */
  open(file: string, text: string): void {
    if (this.#file !== '') this.#states.set(this.#file, this.view.state);
    const kept = this.#states.get(file);
    this.#file = file;
    this.#folds = [];
    this.view.setState(kept?.doc.toString() === text ? kept : this.#state(text));
    this.#equip();
    this.view.contentDOM.setAttribute('aria-label', `Source of ${file}`);
    this.#tellCaret();
    void this.#analyse();
  }

  /** Forgets the undo of all files: another workspace was opened. */
  reset(): void {
    this.#states.clear();
    this.#file = '';
  }

  replace(text: string): void {
    const { doc } = this.view.state;
    if (doc.toString() === text) return;
    const caret = Math.min(this.view.state.selection.main.head, text.length);
    this.view.dispatch({ changes: { from: 0, to: doc.length, insert: text }, selection: { anchor: caret } });
  }

  select(start: number, end: number): void {
    const { length } = this.view.state.doc;
    const selection = { anchor: Math.min(start, length), head: Math.min(end, length) };
    this.view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: 'center' }) });
    this.view.focus();
  }

  /** Line and column from 1. */
  goto(line: number, column = 1): void {
    const place = this.view.state.doc.line(Math.max(1, Math.min(line, this.view.state.doc.lines)));
    this.select(place.from + column - 1, place.from + column - 1);
  }

  get caret(): number {
    return this.view.state.selection.main.head;
  }

  /** From 1. */
  get caretLine(): number {
    return this.view.state.doc.lineAt(this.caret).number;
  }

  get breakpoints(): Breakpoint[] {
    return breakpointsOf(this.view);
  }

  setBreakpoints(list: readonly Breakpoint[]): void {
    this.view.dispatch({ effects: setBreakpoints.of(list) });
  }

  setCurrent(line: number | null): void {
    const { doc } = this.view.state;
    const scroll =
      line === null || line > doc.lines
        ? []
        : [EditorView.scrollIntoView(doc.line(line).from, { y: 'nearest', yMargin: 60 })];
    this.view.dispatch({ effects: [setCurrent.of(line), ...scroll] });
  }

  setHeat(heat: ReadonlyMap<number, { share: number; text: string }>): void {
    this.view.dispatch({ effects: setHeat.of(heat) });
  }

  /** Opens the search panel; it is loaded when somebody wants it. */
  search(): boolean {
    void this.#withSearch(({ open }) => open(this.view));
    return true;
  }

  /** Opens the list of completions. */
  complete(): boolean {
    void this.#withCompletion(({ complete }) => complete(this.view));
    return true;
  }

  /** Most visitors look and run first: completion is loaded when somebody enters the editor. */
  readonly #withCompletion = later(async () => {
    const before = this.view.state.doc;
    const part = await import('./completion.js');
    this.#completion = part.completing(this.language, () => this.#file);
    this.#equip();
    // typed while it came
    if (this.view.state.doc !== before && part.isTyping(this.view)) part.complete(this.view);
    return part;
  });

  readonly #withSearch = later(async () => {
    const part = await import('./search.js');
    this.#searchable = part.searching;
    this.#equip();
    return part;
  });

  /** Gives the state that is shown the parts that came after it was made. */
  #equip(): void {
    const parts = [
      [this.#searching, this.#searchable] as const,
      [this.#completing, this.#completion] as const,
    ];
    const effects = parts
      .filter(([place, part]) => place.get(this.view.state) !== part)
      .map(([place, part]) => place.reconfigure(part));
    if (effects.length > 0) this.view.dispatch({ effects });
  }

  /** Asks for everything about the text; once more when it changed meanwhile, so that questions never pile up. */
  async #analyse(): Promise<void> {
    this.#isStale = true;
    if (this.#isAnalysing) return;
    this.#isAnalysing = true;
    while (this.#isStale) {
      this.#isStale = false;
      const file = this.#file;
      // problems come first: they are what people wait for
      const [problems, analysis] = [this.language.problems(file), this.language.analyse(file)];
      const found = await problems;
      if (!this.#isStale) this.#showProblems(file, found);
      const rest = await analysis;
      if (!this.#isStale) this.#showAnalysis(file, rest);
    }
    this.#isAnalysing = false;
  }

  #showProblems(file: string, problems: readonly Problem[]): void {
    const { length } = this.view.state.doc;
    const diagnostics = problems
      .filter(({ end }) => end <= length)
      .map(
        ({ start, end, severity, message, number: code }): Diagnostic => ({
          from: start,
          to: end,
          severity,
          message: code === 0 ? message : `${message} (${code})`,
        }),
      );
    this.hooks.onProblems(file, problems);
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  #showAnalysis(file: string, analysis: FileAnalysis): void {
    this.#folds = analysis.folds;
    this.view.dispatch({ effects: setTokens.of(analysis.tokens) });
    this.hooks.onAnalysis(file, analysis);
  }

  #tellCaret(): void {
    const { doc, selection } = this.view.state;
    const line = doc.lineAt(selection.main.head);
    this.hooks.onCaret(line.number, selection.main.head - line.from + 1);
  }

  #state(doc: string): EditorState {
    const { hooks, language } = this;
    const keys = Object.entries(hooks.keys).map(([key, act]) => ({
      key,
      run: () => {
        act();
        return true;
      },
      preventDefault: true,
    }));
    return EditorState.create({
      doc,
      extensions: [
        gutters((line, withCondition) => hooks.onBreakpoint(line, withCondition)),
        lineNumbers(),
        foldGutter({
          openText: '⌄',
          closedText: '›',
          // the places come from the worker, with the tokens
          foldingChanged: ({ transactions }) =>
            transactions.some(({ effects }) => effects.some(effect => effect.is(setTokens))),
        }),
        codeFolding(),
        lintGutter(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        this.#searching.of(this.#searchable),
        this.#completing.of(this.#completion),
        bracketMatching(),
        indentUnit.of('  '),
        EditorState.tabSize.of(4),
        EditorView.lineWrapping,
        tokenField,
        assist(
          language,
          () => this.#file,
          () => this.#folds,
        ),
        keymap.of([
          ...keys,
          { key: 'Ctrl-Space', run: () => this.complete() },
          { key: 'Tab', run: indentMore, shift: indentLess },
          { key: 'Enter', run: view => insertNewlineKeepIndent(view) },
          { key: 'Ctrl-m', run: toggleTabFocusMode },
          { key: 'Mod-f', run: () => this.search() },
          ...historyKeymap,
          ...foldKeymap,
          ...lintKeymap,
          ...defaultKeymap,
        ]),
        EditorView.contentAttributes.of({
          'aria-label': 'Source',
          tabindex: '0',
          spellcheck: 'false',
          autocorrect: 'off',
          autocapitalize: 'off',
        }),
        EditorView.updateListener.of(update => {
          if (update.docChanged) {
            const text = update.state.doc.toString();
            this.language.set(this.#file, text);
            hooks.onText(this.#file, text);
            void this.#analyse();
          }
          if (update.selectionSet || update.docChanged) this.#tellCaret();
        }),
      ],
    });
  }
}
