/**
 * Queues of task registrations of all accounts (cgpl.md 12.6, 14.22). A task is at most once in a queue; a
 * registration stands before all with a smaller priority and behind all with an equal or larger one.
 */

/** Priority in exact form: decimal strings must compare as numbers, however long they are. */
export interface Priority {
  readonly whole: number;
  /** Digits behind the point without zeros at the end. */
  readonly fraction: string;
}

/** Priority of a registration that names none. */
export const DEFAULT_PRIORITY: Priority = { whole: 1, fraction: '' };

/** Reads `d.ddd...`; null when it is none. */
export function readPriority(text: string): Priority | null {
  const match = /^(\d)(?:\.(\d{1,100}))?$/.exec(text.trim());
  return match ? { whole: Number(match[1]), fraction: (match[2] ?? '').replace(/0+$/, '') } : null;
}

function isSmaller(a: Priority, b: Priority): boolean {
  // Fractions without final zeros compare as text: "12" < "2", "1" < "12".
  return a.whole === b.whole ? a.fraction < b.fraction : a.whole < b.whole;
}

/** One task in a queue. */
interface Registration {
  readonly task: number;
  readonly priority: Priority;
  /** Printed value, null for none. */
  readonly parameter: string | null;
}

/** Where a task stands. */
export interface QueueState {
  readonly length: number;
  /** From 0; null when the task is not in the queue. */
  readonly position: number | null;
}

/** The queues of all accounts. */
export class Queues {
  private readonly accounts = new Map<string, Map<string, Registration[]>>();

  /**
   * @param isAlive whether a task still runs: ended ones leave their queues
   * @param limit registrations in all queues of one account
   */
  constructor(
    private readonly isAlive: (task: number) => boolean,
    private readonly limit: () => number,
  ) {}

  /**
   * Registers a task or updates its registration. An undefined parameter or priority keeps the old one. The
   * place is kept unless the priority changes. Null when the account has too many registrations.
   */
  enqueue(
    account: string,
    queue: string,
    task: number,
    parameter: string | null | undefined,
    priority: Priority | undefined,
  ): QueueState | null {
    const list = this.live(account, queue);
    const place = list.findIndex(entry => entry.task === task);
    const old = list[place];
    if (!old && this.total(account) >= this.limit()) return null;
    const entry: Registration = {
      task,
      parameter: parameter === undefined ? (old?.parameter ?? null) : parameter,
      priority: priority ?? old?.priority ?? DEFAULT_PRIORITY,
    };
    const samePriority =
      old && !isSmaller(old.priority, entry.priority) && !isSmaller(entry.priority, old.priority);
    if (samePriority) list[place] = entry;
    else {
      if (old) list.splice(place, 1);
      const before = list.findIndex(other => isSmaller(other.priority, entry.priority));
      list.splice(before < 0 ? list.length : before, 0, entry);
    }
    this.store(account, queue, list);
    return this.check(account, queue, task);
  }

  /** Length of the queue and place of the task. */
  check(account: string, queue: string, task: number): QueueState {
    const list = this.live(account, queue);
    const place = list.findIndex(entry => entry.task === task);
    return { length: list.length, position: place < 0 ? null : place };
  }

  /** Takes a task out. */
  dequeue(account: string, queue: string, task: number): void {
    this.store(
      account,
      queue,
      this.live(account, queue).filter(entry => entry.task !== task),
    );
  }

  /** Takes out the first registration, null when the queue is empty. */
  read(account: string, queue: string): { task: number; parameter: string | null } | null {
    const list = this.live(account, queue);
    const first = list.shift() ?? null;
    this.store(account, queue, list);
    return first;
  }

  private total(account: string): number {
    let sum = 0;
    for (const name of [...(this.accounts.get(account)?.keys() ?? [])])
      sum += this.live(account, name).length;
    return sum;
  }

  private live(account: string, queue: string): Registration[] {
    return (this.accounts.get(account)?.get(queue) ?? []).filter(entry => this.isAlive(entry.task));
  }

  private store(account: string, queue: string, list: Registration[]): void {
    const queues = this.accounts.get(account) ?? new Map<string, Registration[]>();
    if (list.length > 0) queues.set(queue, list);
    else queues.delete(queue);
    if (queues.size > 0) this.accounts.set(account, queues);
    else this.accounts.delete(account);
  }
}
