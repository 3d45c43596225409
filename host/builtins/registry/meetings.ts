/**
 * Meetings of all accounts (cgpl.md 12.5, 14.21): named rendezvous of tasks. They live as long as the server,
 * as the tasks that they name do. A task that has ended no longer counts as active.
 */

/** A meeting. The parameter is kept as text: basic objects only. */
interface Meeting {
  parameter: string | null;
  task: number | null;
}

/** What FindMeeting tells. */
export interface MeetingState {
  readonly parameter: string | null;
  /** The active task, null when there is none. */
  readonly task: number | null;
}

/** Why an operation on a meeting was refused; the codes of the error catalogue. */
export type MeetingRefusal =
  | 'meeting-exists'
  | 'meeting-unknown'
  | 'meeting-active'
  | 'meeting-other'
  | 'too-many';

/** The meetings of all accounts. */
export class Meetings {
  private readonly accounts = new Map<string, Map<string, Meeting>>();

  /**
   * @param isAlive whether a task still runs
   * @param limit meetings of one account
   */
  constructor(
    private readonly isAlive: (task: number) => boolean,
    private readonly limit: () => number,
  ) {}

  /** Makes a meeting. The key must be new in its set. */
  create(account: string, set: string, key: string, parameter: string | null): MeetingRefusal | null {
    const meetings = this.accounts.get(account) ?? new Map<string, Meeting>();
    const name = nameOf(set, key);
    if (meetings.has(name)) return 'meeting-exists';
    if (meetings.size >= this.limit()) return 'too-many';
    this.accounts.set(account, meetings.set(name, { parameter, task: null }));
    return null;
  }

  /** Stores a task in a meeting that has none. An undefined parameter keeps the stored one. */
  activate(
    account: string,
    set: string,
    key: string,
    task: number,
    parameter: string | null | undefined,
  ): MeetingRefusal | null {
    const meeting = this.get(account, set, key);
    if (!meeting) return 'meeting-unknown';
    if (meeting.task !== null) return 'meeting-active';
    meeting.task = task;
    if (parameter !== undefined) meeting.parameter = parameter;
    return null;
  }

  /** Takes a task out of the meeting that holds it. */
  deactivate(
    account: string,
    set: string,
    key: string,
    task: number,
    parameter: string | null | undefined,
  ): MeetingRefusal | null {
    const meeting = this.get(account, set, key);
    if (!meeting) return 'meeting-unknown';
    if (meeting.task !== task) return 'meeting-other';
    meeting.task = null;
    if (parameter !== undefined) meeting.parameter = parameter;
    return null;
  }

  /** Takes out whatever task the meeting holds. */
  clear(account: string, set: string, key: string): MeetingRefusal | null {
    const meeting = this.get(account, set, key);
    if (!meeting) return 'meeting-unknown';
    meeting.task = null;
    return null;
  }

  /** Removes a meeting; a missing one is no error. */
  remove(account: string, set: string, key: string): void {
    const meetings = this.accounts.get(account);
    if (meetings?.delete(nameOf(set, key)) && meetings.size === 0) this.accounts.delete(account);
  }

  /** The state of a meeting, null when there is none. */
  find(account: string, set: string, key: string): MeetingState | null {
    return this.get(account, set, key) ?? null;
  }

  private get(account: string, set: string, key: string): Meeting | undefined {
    const meeting = this.accounts.get(account)?.get(nameOf(set, key));
    if (meeting && meeting.task !== null && !this.isAlive(meeting.task)) meeting.task = null;
    return meeting;
  }
}

/** Set and key in one; neither holds a zero byte. */
function nameOf(set: string, key: string): string {
  return `${set}\0${key}`;
}
