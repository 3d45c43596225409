/** The account of the playground as the built-ins that wait see it. */
import { ProgramException } from '../../../runtime/errors/failure.js';
import type { WaitHandler } from '../../../runtime/types.js';
import type { Value } from '../../../stdlib/values/types.js';
import { datasetOps } from './datasets.js';
import { fileOps } from './files.js';
import { mailboxOps } from './mailboxes.js';
import { messageOps } from './messages.js';
import { preferenceOps } from './preferences.js';
import { type AccountState, MOST_BYTES, sizeOf } from './state.js';

/** What a built-in works on. */
export interface AccountContext {
  readonly state: AccountState;
  update(change: Partial<AccountState>): void;
  /** Seconds since 1970. */
  now(): number;
  /** Mailboxes that the run has opened: the number of a handle is its place. */
  readonly handles: string[];
  /** Messages that the run has opened. */
  readonly messages: { readonly mailbox: string; readonly uid: number }[];
}

export type AccountOp = (account: AccountContext, ...args: Value[]) => Value;

const OPS: Readonly<Record<string, AccountOp>> = {
  ...preferenceOps,
  ...fileOps,
  ...mailboxOps,
  ...messageOps,
  ...datasetOps,
};

export class Account {
  constructor(
    private current: AccountState,
    private readonly clock: () => number = () => Math.floor(Date.now() / 1000),
  ) {}

  /** What it holds now: to be kept. */
  get state(): AccountState {
    return this.current;
  }

  /** Answers the built-ins of one run, and of the tasks that it spawns. `others` are asked first. */
  handler(others: Readonly<Record<string, (...args: Value[]) => Value>>): WaitHandler {
    const handles: string[] = [];
    const messages: { mailbox: string; uid: number }[] = [];
    return (name, args) => {
      if (Object.hasOwn(others, name)) return others[name]?.(...args) ?? null;
      const op = Object.hasOwn(OPS, name) ? OPS[name] : undefined;
      if (op === undefined) throw new ProgramException('missing-op', name);
      const before = this.current;
      const account = this;
      const context: AccountContext = {
        get state() {
          return account.current;
        },
        update: change => {
          account.current = { ...account.current, ...change };
        },
        now: this.clock,
        handles,
        messages,
      };
      const result = op(context, ...args);
      if (this.current !== before && sizeOf(this.current) > MOST_BYTES) {
        this.current = before;
        return 'the account is full';
      }
      return result;
    };
  }
}
