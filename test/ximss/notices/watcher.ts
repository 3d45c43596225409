/**
 * A client that believes what it is told: it looks at a mailbox only when it was notified, and keeps its own picture of
 * it. What it is told too little or too often shows.
 */
import type { Element } from '../../conformance/ximss/tree.js';
import type { Ledger } from './ledger.js';

/** How a client asks; resolves with the messages of the answer, rejects when its session is gone. */
export type Ask = (document: string) => Promise<readonly Element[]>;

/** A mailbox in the picture of one client. */
class Picture {
  readonly flags = new Map<number, string>();
  /** Messages that were browsed and not reported since. */
  readonly browsed = new Set<number>();
  /** Notifications since the last look. */
  notified = 0;
  /** The change log at the moment of the last look, and of the opening. */
  seq = 0;
  openedAt = 0;

  constructor(
    readonly mailbox: string,
    readonly box: number,
  ) {}
}

export class Watcher {
  readonly pictures = new Map<string, Picture>();
  readonly alerts: string[] = [];
  readonly messages: string[] = [];
  readonly boxes: string[] = [];
  /** What was told twice, or for nothing. */
  readonly doubled: string[] = [];
  /** What cannot be: reports about messages that the client does not know. */
  readonly wrong: string[] = [];
  notices = 0;
  reports = 0;
  private ready: () => void = () => undefined;
  /** Looks wait until everything is open: a picture must be whole before it changes. */
  private work = new Promise<void>(resolve => {
    this.ready = resolve;
  });
  private isGone = false;

  constructor(
    readonly name: string,
    private readonly ask: Ask,
    private readonly ledger: Ledger,
  ) {}

  /** Opens everything that is watched. */
  async open(mailboxes: ReadonlyMap<string, number>, bind: string): Promise<void> {
    for (const [mailbox, box] of mailboxes) {
      const picture = new Picture(mailbox, box);
      picture.openedAt = this.ledger.seq;
      picture.seq = picture.openedAt;
      const name = `F-${mailbox}`;
      this.pictures.set(name, picture);
      const [init] = await this.ask(
        `<folderOpen id="o" folder="${name}" mailbox="${mailbox}" sortField="UID"><field>FLAGS</field></folderOpen>`,
      );
      const till = Number(init?.attributes.messages ?? 0);
      const found = await this.ask(
        `<folderBrowse id="b" folder="${name}"><index from="0" till="${till}"/></folderBrowse>`,
      );
      for (const report of found) if (report.name === 'folderReport') this.put(picture, report);
      for (const uid of picture.flags.keys()) picture.browsed.add(uid);
    }
    if (bind !== '') {
      await this.ask(`<signalBind id="s" clientID="${bind}" readIM="1"/>`);
      await this.ask('<setSessionOption id="m" name="reportMailboxChanges" value="yes"/>');
    }
    this.ready();
  }

  private put(picture: Picture, { attributes, children }: Element): void {
    const flags = children.find(({ name }) => name === 'FLAGS')?.text ?? '';
    picture.flags.set(Number(attributes.UID), flags);
  }

  /** Takes an asynchronous message. */
  hear(message: Element): void {
    const { name, attributes, text } = message;
    if (name === 'alert') this.alerts.push(text);
    else if (name === 'readIM')
      this.messages.push(message.children.map(child => child.text).join('') || text);
    else if (name === 'mailboxModified' && attributes.mode !== 'changed') {
      this.boxes.push(`${attributes.mode} ${attributes.mailbox}`);
    } else if (name === 'folderReport') this.notified(attributes.folder ?? '');
    else if (name !== 'mailboxModified') this.wrong.push(message.name);
    this.notices++;
  }

  private notified(folder: string): void {
    const picture = this.pictures.get(folder);
    if (picture === undefined) {
      this.wrong.push(`a notice of ${folder}, which is not open`);
      return;
    }
    if (++picture.notified > 1) this.doubled.push(`${this.name}: ${folder} notified again before a look`);
    this.work = this.work.then(() => this.look(folder, picture));
  }

  private async look(folder: string, picture: Picture): Promise<void> {
    if (this.isGone) return;
    picture.notified = 0;
    const before = this.ledger.seq;
    try {
      const reports = (await this.ask(`<folderSync id="y" folder="${folder}"/>`)).filter(
        ({ name }) => name === 'folderReport',
      );
      for (const report of reports) this.apply(folder, picture, report);
      if (reports.length === 0 && this.ledger.since(picture.seq, picture.box).length === 0) {
        this.doubled.push(`${this.name}: ${folder} notified without a change`);
      }
      picture.seq = before;
    } catch {
      this.isGone = true;
    }
  }

  private apply(folder: string, picture: Picture, report: Element): void {
    const { mode, UID } = report.attributes;
    const uid = Number(UID);
    const known = picture.flags.get(uid);
    this.reports++;
    if (mode === 'removed') {
      const isKnown = picture.flags.delete(uid);
      // gone between the opening and the browsing: the view had it
      const wasBrowsed = picture.seq > picture.openedAt;
      if (!isKnown && wasBrowsed) this.wrong.push(`${this.name}: ${folder} ${uid} removed, not known`);
      return;
    }
    if ((mode === 'added') === (known !== undefined))
      this.wrong.push(`${this.name}: ${folder} ${uid} ${mode}`);
    this.put(picture, report);
    // a message may be newer when it is browsed than in the view: then its first report tells what is known
    const since = picture.browsed.delete(uid) ? picture.openedAt : picture.seq;
    const logged = this.ledger.since(since, picture.box).some(({ uids }) => uids.includes(uid));
    if (mode === 'updated' && picture.flags.get(uid) === known && !logged) {
      this.doubled.push(`${this.name}: ${folder} ${uid} updated to what it was`);
    }
  }

  /** Resolves when every notification so far has been looked at. */
  async settled(): Promise<void> {
    for (let work = this.work; ; work = this.work) {
      await work;
      if (work === this.work) return;
    }
  }

  /** The session has ended, or its connection. */
  gone(): void {
    this.isGone = true;
    this.ready();
  }
}
