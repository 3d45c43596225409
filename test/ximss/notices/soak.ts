/**
 * Two browsers' worth of sessions, changes from all sides, and connections that break at random moments. At the end
 * every session must have been told everything, and nothing twice: checked against the change log.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { SYSTEM } from '../../../host/objects/api.js';
import { openXimssWorld } from '../../conformance/ximss/world.js';
import { PATIENCE } from '../../tools/patience.js';
import { baseFixture } from '../support.js';
import { Ledger } from './ledger.js';
import { type Ground, HttpLink, StreamLink } from './links.js';
import { Random } from './random.js';
import { changeMail, chat, command } from './storm.js';
import { Watcher } from './watcher.js';

export interface Figures {
  readonly changes: number;
  readonly alerts: number;
  readonly messages: number;
  readonly mailboxes: number;
  readonly sessions: number;
  readonly notices: number;
  readonly reports: number;
  readonly disconnects: number;
  readonly resumes: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly wrong: readonly string[];
}

const MAILBOXES = ['INBOX', 'Notes'];

export async function soak(seconds: number, seed: number): Promise<Figures> {
  const world = await openXimssWorld(baseFixture());
  const { objects } = world;
  const boxes = await Promise.all(
    MAILBOXES.map(name => objects.mailboxes.open(SYSTEM, 'anna@example.test', name, 'rid')),
  );
  const ids = new Map(boxes.map((box, i) => [MAILBOXES[i] ?? '', box.id]));
  const ledger = new Ledger(objects);
  const ground: Ground = {
    port: world.port,
    httpPort: world.httpPort,
    random: new Random(seed),
    count: { disconnects: 0, resumes: 0 },
    isStormy: false,
    isOver: false,
  };
  const lasting: Watcher[] = [];
  const passing: Watcher[] = [];
  const live: Watcher[] = [];
  const running: Promise<unknown>[] = [];
  for (const [i, kind] of ['poll', 'poll', 'listen', 'listen'].entries()) {
    const link = await HttpLink.open(ground);
    const watcher = new Watcher(`${kind} ${i}`, link.ask, ledger);
    const hear = watcher.hear.bind(watcher);
    running.push(kind === 'poll' ? link.poll(hear) : link.listen(hear));
    await watcher.open(ids, `client${i}`);
    lasting.push(watcher);
  }
  for (const kind of ['tcp', 'tcp', 'ws'] as const) {
    running.push(
      streams(
        ground,
        kind,
        async (number, hear) => {
          const link = await StreamLink.open(ground, kind, message => hear(message));
          const watcher = new Watcher(`${kind} ${number}`, link.ask, ledger);
          return { link, watcher, opened: () => watcher.open(ids, '') };
        },
        passing,
        live,
      ),
    );
  }
  ground.isStormy = true;
  const until = Date.now() + seconds * 1000;
  const isOn = (): boolean => Date.now() < until;
  const [changes] = await Promise.all([
    changeMail(objects, ground, boxes, isOn),
    command(ground, ledger, isOn),
    chat(ground, ledger, isOn),
  ]);
  ground.isStormy = false;
  await pause(1000);
  const all = (): Watcher[] => [...lasting, ...live];
  // a last word: whoever heard it has heard everything before it
  await objects.alerts.post(SYSTEM, 'account', 'anna@example.test', 'the end');
  ledger.alerts.push('the end');
  const end = Date.now() + PATIENCE;
  while (Date.now() < end && !all().every(({ alerts }) => alerts.includes('the end'))) await pause(50);
  for (let i = 0; i < 3; i++) {
    for (const watcher of all()) await watcher.settled();
    await pause(300);
  }
  const lost: string[] = [];
  for (const watcher of all()) lost.push(...(await missing(watcher)));
  const every = [...lasting, ...passing];
  const doubled = every.flatMap(({ doubled: found, name, alerts, messages, boxes: told }) => [
    ...found,
    ...[alerts, messages, told].flatMap(list => twice(list).map(text => `${name}: ${text} told twice`)),
  ]);
  ground.isOver = true;
  await Promise.all(running);
  ledger.close();
  const { failures } = world;
  await world.close();
  const sum = (of: (watcher: Watcher) => number): number => every.reduce((total, one) => total + of(one), 0);
  return {
    changes,
    alerts: ledger.alerts.length,
    messages: ledger.messages.length,
    mailboxes: ledger.boxes.length,
    sessions: every.length,
    notices: sum(({ notices }) => notices),
    reports: sum(({ reports }) => reports),
    ...ground.count,
    lost,
    doubled,
    wrong: [...every.flatMap(({ wrong }) => wrong), ...failures],
  };

  /** What a client was not told. */
  async function missing(watcher: Watcher): Promise<string[]> {
    const found: string[] = [];
    const need = (kind: string, told: readonly string[], list: readonly string[]): void => {
      const known = new Set(told);
      for (const text of list) if (!known.has(text)) found.push(`${watcher.name}: ${kind} ${text}`);
    };
    need('alert', watcher.alerts, ledger.alerts);
    if (lasting.includes(watcher)) {
      need('message', watcher.messages, ledger.messages);
      need('mailbox', watcher.boxes, ledger.boxes);
    }
    for (const [folder, { mailbox, flags, box, openedAt }] of watcher.pictures) {
      const view = await objects.views.open(SYSTEM, 'anna@example.test', { mailbox }, () => undefined);
      const truth = new Map(view.uids().map(uid => [uid, view.record(uid)?.flags]));
      view.close();
      for (const uid of truth.keys())
        if (!flags.has(uid)) found.push(`${watcher.name}: ${folder} ${uid} added`);
      for (const uid of flags.keys())
        if (!truth.has(uid)) found.push(`${watcher.name}: ${folder} ${uid} removed`);
      const shown = await watcherFlags(mailbox);
      for (const [uid, text] of flags) {
        if (truth.has(uid) && text !== shown.get(uid))
          found.push(`${watcher.name}: ${folder} ${uid} updated`);
      }
      // everything that the log says of messages that are left must be in the picture
      for (const { event, uids } of ledger.since(openedAt, box)) {
        for (const uid of event === 'add' ? uids : []) {
          if (truth.has(uid) && !flags.has(uid)) found.push(`${watcher.name}: ${folder} ${uid} of the log`);
        }
      }
    }
    return found;
  }

  /** Flags as a fresh client sees them. */
  async function watcherFlags(mailbox: string): Promise<ReadonlyMap<number, string>> {
    const link = await StreamLink.open(ground, 'tcp', () => undefined);
    const fresh = new Watcher('fresh', link.ask, ledger);
    await fresh.open(new Map([[mailbox, ids.get(mailbox) ?? 0]]), '');
    link.destroy();
    return fresh.pictures.get(`F-${mailbox}`)?.flags ?? new Map();
  }
}

const twice = (list: readonly string[]): string[] => list.filter((text, at) => list.indexOf(text) !== at);

type Opened = {
  readonly link: StreamLink;
  readonly watcher: Watcher;
  readonly opened: () => Promise<void>;
};

/** Sessions that end with their connections, one after another. */
async function streams(
  ground: Ground,
  kind: string,
  open: (number: number, hear: (message: Parameters<Watcher['hear']>[0]) => void) => Promise<Opened>,
  passing: Watcher[],
  live: Watcher[],
): Promise<void> {
  for (let number = 0; !ground.isOver; number++) {
    const early: Parameters<Watcher['hear']>[0][] = [];
    let target: Watcher | null = null;
    const { link, watcher, opened } = await open(number, message => {
      if (target === null) early.push(message);
      else target.hear(message);
    });
    target = watcher;
    for (const message of early) watcher.hear(message);
    passing.push(watcher);
    await opened().catch(() => undefined);
    live.push(watcher);
    const end = Date.now() + 300 + ground.random.below(3000);
    while (!ground.isOver && (!ground.isStormy || Date.now() < end)) await pause(20);
    watcher.gone();
    link.destroy();
    live.splice(live.indexOf(watcher), 1);
    ground.count.disconnects++;
    if (!ground.isOver) ground.count.resumes++;
    void kind;
  }
}
