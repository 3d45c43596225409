/** Breakpoints of all files, and the line where execution is. */
import type { Breakpoint } from '../../debug/breakpoints.js';
import type { Breakpoint as LineBreakpoint } from '../editor/gutter.js';
import { ask } from '../ui/dialogs.js';
import { announce } from '../ui/dom.js';
import { heatOf } from '../ui/heat.js';
import type { ProfileView } from '../workers/protocol.js';
import type { Desk } from './desk.js';

export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** The marks beside the lines; the editor has those of one file only. */
export class Marks {
  readonly #breakpoints = new Map<string, readonly LineBreakpoint[]>();
  #profile: ProfileView | null = null;
  #current: Place | null = null;

  constructor(private readonly desk: Desk) {}

  /** Another workspace was opened. */
  clear(): void {
    this.#breakpoints.clear();
    this.#profile = null;
    this.#current = null;
  }

  /** A breakpoint where none is; its end where one is. With a condition: asks for it. */
  async toggle(line: number, withCondition: boolean): Promise<void> {
    const { editor, parts } = this.desk;
    const list = editor.breakpoints;
    const known = list.find(point => point.line === line);
    const others = list.filter(point => point !== known);
    if (!withCondition)
      editor.setBreakpoints(known === undefined ? [...list, { line, condition: null }] : others);
    else {
      const condition = await ask(
        'Breakpoint',
        'Stop when this is not null, for example n == 3',
        known?.condition ?? '',
        text => parts.language.conditionProblem(text),
      );
      if (condition === null) return;
      editor.setBreakpoints([...others, { line, condition }]);
    }
    this.keep();
    announce(
      known === undefined || withCondition ? `Breakpoint in line ${line}` : `No breakpoint in line ${line}`,
    );
  }

  /** The file in the editor is another one. */
  restore(): void {
    const { editor } = this.desk;
    const { file } = editor;
    editor.setBreakpoints(this.#breakpoints.get(file) ?? []);
    if (this.#profile !== null) editor.setHeat(heatOf(this.#profile, file));
    editor.setCurrent(this.#current?.file.toLowerCase() === file.toLowerCase() ? this.#current.line : null);
  }

  /** Another file is about to come into the editor. */
  keep(): void {
    const { file, breakpoints } = this.desk.editor;
    if (file !== '') this.#breakpoints.set(file, breakpoints);
  }

  /** Breakpoints of all files; those of the editor as they are now. */
  get all(): Breakpoint[] {
    this.keep();
    return [...this.#breakpoints].flatMap(([file, list]) => list.map(point => ({ ...point, file })));
  }

  showProfile(profile: ProfileView): void {
    this.#profile = profile;
    const { editor } = this.desk;
    editor.setHeat(heatOf(profile, editor.file));
  }

  /** Marks the line where execution is; null for none. */
  showPlace(place: Place | null): void {
    this.#current = place;
    const { editor, parts } = this.desk;
    if (place === null) {
      editor.setCurrent(null);
      return;
    }
    const name = this.desk.fileNamed(place.file);
    if (name === undefined) {
      editor.setCurrent(null);
      return;
    }
    if (parts.store.current.active !== name) {
      this.keep();
      parts.store.patch({ active: name }, 'active');
    }
    editor.setCurrent(place.line);
  }
}
