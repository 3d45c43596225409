/** The editor: one CodeMirror in a shadow root, so that its styles need no hole in the page's policy. */
import {
  acceptCompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
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
import { highlightSelectionMatches, openSearchPanel, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { FileAnalysis, Language } from '../language.js';
import { assist } from './assist.js';
import { type Breakpoint, breakpointsOf, gutters, setBreakpoints, setCurrent, setHeat } from './gutter.js';
import { setTokens, tokenField } from './tokens.js';

export interface EditorHooks {
  onText(file: string, text: string): void;
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
  #analysis: FileAnalysis | null = null;
  #pending = 0;
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
  }

  get file(): string {
    return this.#file;
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  get analysis(): FileAnalysis | null {
    return this.#analysis;
  }

  /** Shows a file. Undo and caret of each file are kept. */
  open(file: string, text: string): void {
    if (this.#file !== '') this.#states.set(this.#file, this.view.state);
    const kept = this.#states.get(file);
    this.#file = file;
    this.#analysis = null;
    this.view.setState(kept?.doc.toString() === text ? kept : this.#state(text));
    this.view.contentDOM.setAttribute('aria-label', `Source of ${file}`);
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

  search(): void {
    openSearchPanel(this.view);
  }

  async #analyse(): Promise<void> {
    const number = ++this.#pending;
    const file = this.#file;
    const analysis = await this.language.analyse(file);
    if (number !== this.#pending || file !== this.#file) return;
    this.#analysis = analysis;
    const { length } = this.view.state.doc;
    const diagnostics = analysis.problems
      .filter(({ end }) => end <= length)
      .map(
        ({ start, end, severity, message, number: code }): Diagnostic => ({
          from: start,
          to: end,
          severity,
          message: code === 0 ? message : `${message} (${code})`,
        }),
      );
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics), {
      effects: setTokens.of(analysis.tokens),
    });
    this.hooks.onAnalysis(file, analysis);
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
        foldGutter({ openText: '⌄', closedText: '›' }),
        codeFolding(),
        lintGutter(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        bracketMatching(),
        closeBrackets(),
        indentUnit.of('  '),
        EditorState.tabSize.of(4),
        EditorView.lineWrapping,
        tokenField,
        assist(
          language,
          () => this.#file,
          () => this.#analysis?.folds ?? [],
        ),
        keymap.of([
          ...keys,
          ...completionKeymap,
          { key: 'Tab', run: acceptCompletion },
          { key: 'Tab', run: indentMore, shift: indentLess },
          { key: 'Enter', run: view => insertNewlineKeepIndent(view) },
          { key: 'Ctrl-m', run: toggleTabFocusMode },
          ...closeBracketsKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...lintKeymap,
          ...defaultKeymap,
        ]),
        EditorView.contentAttributes.of({
          'aria-label': 'Source',
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
          if (update.selectionSet || update.docChanged) {
            const line = update.state.doc.lineAt(update.state.selection.main.head);
            hooks.onCaret(line.number, update.state.selection.main.head - line.from + 1);
          }
        }),
      ],
    });
  }
}
