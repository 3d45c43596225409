/** What the commands work with, and what several of them do. */

import type { AccountState } from '../../sandbox/account/state.js';
import { emptyAccount } from '../../sandbox/account/state.js';
import type { Editor } from '../editor/create.js';
import type { Execution } from '../execution.js';
import type { Language } from '../language.js';
import { loadBefore, saveBefore } from '../storage.js';
import type { Connection } from '../ui/connection.js';
import type { ResultPanel } from '../ui/result.js';
import { toast } from '../ui/toast.js';
import type { Store, Workspace } from '../workspace.js';

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

export class Desk {
  #editor: Editor | null = null;
  #account: AccountState = emptyAccount();

  constructor(readonly parts: Parts) {
    void parts.account.then(account => {
      this.#account = account;
    });
  }

  attach(editor: Editor): void {
    this.#editor = editor;
  }

  get editor(): Editor {
    if (this.#editor === null) throw new Error('there is no editor yet');
    return this.#editor;
  }

  /** The account of the browser. */
  get account(): AccountState {
    return this.#account;
  }

  async keepAccount(account: AccountState): Promise<void> {
    this.#account = account;
    await this.parts.saveAccount(account);
  }

  /** The name of a file as the workspace spells it; undefined when there is none. */
  fileNamed(name: string): string | undefined {
    const { files } = this.parts.store.current;
    return Object.keys(files).find(candidate => candidate.toLowerCase() === name.toLowerCase());
  }

  /** Shows a line of a file. */
  goto(file: string, line: number, column: number): void {
    if (this.#activate(file)) this.editor.goto(line, column);
  }

  /** Shows and marks a part of a file. */
  select(file: string, start: number, end: number): void {
    if (this.#activate(file)) this.editor.select(start, end);
  }

  #activate(file: string): boolean {
    const { store } = this.parts;
    const name = this.fileNamed(file);
    if (name === undefined) return false;
    if (store.current.active !== name) store.patch({ active: name }, 'active');
    this.parts.showSource();
    return true;
  }

  /** Opens a workspace in place of the one that is open. What was changed there can be had back. */
  replace(workspace: Workspace, text = `${workspace.name} is open.`): void {
    const { store } = this.parts;
    const before = store.current;
    const isLost = store.isTouched;
    store.open(workspace);
    if (!isLost) return;
    void saveBefore(before);
    toast(text, { label: 'Undo', act: () => store.open(before, true) });
  }

  /** The workspace that was replaced last, also by an earlier visit. */
  async back(): Promise<void> {
    const before = await loadBefore();
    if (before === null) toast('No workspace was replaced.');
    else this.replace(before);
  }
}
