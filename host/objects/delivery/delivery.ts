/**
 * Delivery of mail (ximss.md 7, cgpl.md 14.19, objects.md 9): messages are taken into the durable queue, routed, given to
 * accounts, lists and the relay, tried again with growing pauses, and reported to the sender in the end.
 */
import { randomBytes } from 'node:crypto';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Core } from '../core/core.js';
import type { HeadAddress } from '../messages/head.js';
import type { ComposeContext, Content } from '../mime/index.js';
import { emailOf, type Principal } from '../principal.js';
import type { Queue, QueueChanges } from '../queue/queue.js';
import type { QueuedMessage, Recipient } from '../queue/types.js';
import { limitSetting, secondsSetting, sizeSetting } from '../settings/read.js';
import { type Attempt, attempt, type CarryDeps } from './carry.js';
import { type Reported, reportMessage } from './report.js';
import { maySendAs, ownAddress } from './sender.js';
import { changedText, hopsOf } from './text.js';
import { trailerOf, withTrailer } from './trailer.js';
import type { DeliverySettings, Submission } from './types.js';

/** Messages that are worked on at a time. */
const PARALLEL = 4;
/** Longest pause between two tries, in milliseconds. */
const LONGEST_PAUSE = 6 * 3600 * 1000;
const HOUR = 3600 * 1000;
const LONGEST_TIMER = 2 ** 31 - 1;

/** An address that a message can be sent to: no control bytes, no spaces. */
const ADDRESS = /^[^\0-\x20\x7f<>,;"]{1,500}$/;

export interface DeliveryDeps extends Omit<CarryDeps, 'queue'> {
  readonly settings: DeliverySettings;
  readonly queue: Queue;
  /** What is done once in an hour. */
  readonly hourly: () => Promise<void>;
}

export class Delivery {
  readonly #core: Core;
  readonly #queue: Queue;
  readonly #due = new Map<number, number>();
  readonly #running = new Map<number, Promise<void>>();
  #timer: NodeJS.Timeout | null = null;
  #hour: NodeJS.Timeout | null = null;
  #isClosed = false;
  #isReady = false;

  constructor(private readonly deps: DeliveryDeps) {
    this.#core = deps.core;
    this.#queue = deps.queue;
    this.#queue.setMover({
      wake: id => this.#plan(id, 0),
      reject: (message, recipients, text) => this.#reject(message, recipients, text),
    });
  }

  // ---- taking messages

  /** Address and name of the account that acts, for a missing From. Throws `no-account`. */
  ownAddress(who: Principal): HeadAddress {
    return ownAddress(this.#core, who);
  }

  /** True when the principal may send with this From address. */
  maySendAs(who: Principal, address: Bytes): boolean {
    return maySendAs(this.#core, who, address);
  }

  /** What an account has written, with the trailer of its domain. */
  finished(who: Principal, content: Content): Content {
    const trailer = trailerOf(this.#core, who);
    return trailer === null ? content : withTrailer(content, trailer);
  }

  /** What the composer needs to make messages different. */
  composing(): ComposeContext {
    return {
      now: Math.floor(this.#core.clock() / 1000),
      hostName: this.#core.hostName,
      unique: () => randomBytes(12).toString('hex'),
    };
  }

  /**
   * Takes a message; it is durable when this resolves, and on its way. Gives its number in the queue.
   * Throws `failed` without a recipient or with a malformed one, `no-rights` when the return path is not the sender's,
   * `too-large`, `too-many`.
   */
  async submit(who: Principal, submission: Submission): Promise<number> {
    const added = await this.prepare(who, submission);
    await this.#queue.apply({ added: [added] });
    if (who.kind === 'account') {
      this.deps.count(who, 'MessagesSent');
      this.deps.count(who, 'BytesSent', added.size);
    }
    return added.id;
  }

  /** Checks a message and stores its text; `Queue.takeIn` takes it soon, in a transaction with something else. */
  async prepare(who: Principal, given: Submission): Promise<QueuedMessage> {
    if (this.#isClosed) throw new PosternError('closing');
    const to = [...new Set(given.to.map(address => address.trim()))].filter(address => address !== '');
    if (to.length === 0) throw new PosternError('failed', { args: ['no recipient is specified'] });
    const wrong = to.find(address => !ADDRESS.test(address));
    if (wrong !== undefined) throw new PosternError('illegal-value', { args: [wrong.slice(0, 100)] });
    const queue = this.deps.settings.queue();
    const most = limitSetting(queue, 'MaxRecipients', 1000);
    if (who.kind !== 'system' && most !== null && to.length > most) throw new PosternError('too-many');
    const mostBytes = sizeSetting(queue, 'MaxMessageSize', null);
    if (mostBytes !== null && given.text.length > mostBytes) throw new PosternError('too-large');
    const own = emailOf(who);
    const from = given.from ?? own ?? '';
    if (from !== '' && !ADDRESS.test(from)) throw new PosternError('illegal-value', { args: ['From'] });
    if (from !== '' && from !== own && !this.maySendAs(who, from)) throw new PosternError('no-rights');
    const id = await this.#queue.nextId();
    const source = (given.source ?? 'LOCAL').replace(/[^\w.-]/g, '') || 'LOCAL';
    const address = (given.address ?? '').replace(/[^\w.:[\]-]/g, '');
    const now = this.#core.clock();
    const by = address === '' ? '[local]' : address;
    const trace = `from ${by} by ${this.#core.hostName} with ${source} id ${id}`;
    const date = this.#dateOf(now);
    const text = changedText(given.text, [['Received', `${trace}; ${date}`]], BCC);
    const { id: blob, size } = await this.#core.store.blobs.put(text);
    const wantsReport = given.wantsReport ?? false;
    return { id, time: now, from, sender: own, source, address, blob, size, wantsReport, to };
  }

  #dateOf(now: number): string {
    return new Date(now).toUTCString().replace('GMT', '+0000');
  }

  // ---- working through the queue

  /** Goes on with what a stopped server left. */
  async resume(): Promise<void> {
    for await (const message of this.#queue.messages()) {
      const recipients = message.to.length > 0 ? [] : await this.#queue.recipients(message.id);
      this.#due.set(message.id, message.to.length > 0 ? 0 : dueOf(recipients));
    }
    this.#isReady = true;
    this.#hour = setInterval(() => {
      this.deps.hourly().catch(error => this.#core.log.problem(`hourly work failed: ${String(error)}`));
    }, HOUR);
    this.#hour.unref();
    this.#schedule();
  }

  /** Resolves when nothing can be done at once. */
  async idle(): Promise<void> {
    for (;;) {
      this.#start();
      if (this.#running.size === 0) return;
      await Promise.race(this.#running.values());
    }
  }

  /** Lets what runs end; the rest stays in the queue. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#hour) clearInterval(this.#hour);
    await Promise.all(this.#running.values());
  }

  #plan(id: number, due: number): void {
    this.#due.set(id, Math.min(due, this.#due.get(id) ?? due));
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isClosed || !this.#isReady) return;
    if (this.#timer) clearTimeout(this.#timer);
    let next = Number.POSITIVE_INFINITY;
    for (const [id, due] of this.#due) if (!this.#running.has(id)) next = Math.min(next, due);
    if (next === Number.POSITIVE_INFINITY) return;
    const pause = Math.max(0, Math.min(LONGEST_TIMER, next - this.#core.clock()));
    this.#timer = setTimeout(() => this.#start(), pause);
    this.#timer.unref();
  }

  #start(): void {
    if (this.#isClosed || !this.#isReady) return;
    const now = this.#core.clock();
    for (const [id, due] of this.#due) {
      if (this.#running.size >= PARALLEL) break;
      if (due > now || this.#running.has(id)) continue;
      this.#due.delete(id);
      const run = this.#run(id).finally(() => {
        this.#running.delete(id);
        this.#schedule();
      });
      this.#running.set(id, run);
    }
    this.#schedule();
  }

  async #run(id: number): Promise<void> {
    const message = this.#queue.message(id);
    if (message === null) return;
    try {
      const text = await this.#core.store.blobs.get(message.blob);
      if (text === undefined) throw new Error('its text is missing');
      const most = limitSetting(this.deps.settings.queue(), 'MaxHops', 25);
      const isLoop = most !== null && hopsOf(text) > most;
      const result = await attempt(this.deps, message, text, isLoop);
      await this.#queue.apply(await this.#settled(message, text, result));
      const left = await this.#queue.recipients(id);
      if (left.length > 0) this.#plan(id, dueOf(left));
    } catch (error) {
      this.#core.log.problem(`message ${id} waits in the queue: ${String(error)}`);
      this.#plan(id, this.#core.clock() + this.#pause(0));
    }
  }

  /** What an attempt changes in the queue, with the reports that it calls for. */
  async #settled(message: QueuedMessage, text: Uint8Array, result: Attempt): Promise<QueueChanges> {
    const now = this.#core.clock();
    const maxAge =
      (secondsSetting(this.deps.settings.queue(), 'MaxAge', 3 * 86_400) ?? Number.POSITIVE_INFINITY) * 1000;
    const isOld = now - message.time >= maxAge;
    const warnAfter = secondsSetting(this.deps.settings.queue(), 'WarnAfter', null);
    const isLate = warnAfter !== null && warnAfter > 0 && now - message.time >= warnAfter * 1000;
    const failures: Reported[] = [];
    const successes: Reported[] = [];
    const delays: Reported[] = [];
    const done: number[] = [];
    const retried: Recipient[] = [];
    for (const { recipient, outcome } of result.tried) {
      const { address, number, tries } = recipient;
      if (outcome.kind === 'later' && !isOld) {
        const error = outcome.error.slice(0, 500);
        const isWarned = recipient.isWarned || isLate;
        if (isWarned && !recipient.isWarned)
          delays.push({ address, action: 'delayed', status: '4.4.1', text: error });
        const next = now + this.#pause(tries);
        retried.push({ ...recipient, tries: tries + 1, next, isUnderway: false, isWarned, error });
        continue;
      }
      done.push(number);
      if (outcome.kind === 'done') {
        const action = recipient.queue === '' ? 'delivered' : 'relayed';
        successes.push({ address, action, status: '2.0.0', text: action });
      } else {
        const status = outcome.kind === 'failed' ? outcome.status : '4.4.7';
        failures.push({ address, action: 'failed', status, text: outcome.error });
      }
    }
    const reports = [failures, delays, message.wantsReport ? successes : []].filter(list => list.length > 0);
    const added: QueuedMessage[] = [];
    for (const list of reports) {
      const report = message.from === '' ? null : await this.#report(message, list, text);
      if (report) added.push(report);
    }
    return { id: message.id, done, retried, added, ...result.routing };
  }

  #report(message: QueuedMessage, list: readonly Reported[], text: Uint8Array): Promise<QueuedMessage> {
    const domain = this.#core.domains.main.name;
    const body = reportMessage(message.from, list, text, domain, this.composing());
    return this.prepare({ kind: 'system' }, { from: '', to: [message.from], text: body, source: 'DSN' });
  }

  #pause(tries: number): number {
    const first = (secondsSetting(this.deps.settings.queue(), 'RetryPeriod', 600) ?? 600) * 1000;
    return Math.min(LONGEST_PAUSE, first * 2 ** Math.min(tries, 10));
  }

  async #reject(message: QueuedMessage, recipients: readonly Recipient[], text: Bytes | null): Promise<void> {
    const addresses = recipients.length > 0 ? recipients.map(each => each.address) : message.to;
    const stored = (await this.#core.store.blobs.get(message.blob)) ?? new Uint8Array();
    const list = addresses.map(
      (address): Reported => ({ address, action: 'failed', status: '5.7.1', text: text ?? '' }),
    );
    const isTold = text !== null && message.from !== '';
    const added = isTold ? [await this.#report(message, list, stored)] : [];
    const done = recipients.map(each => each.number);
    await this.#queue.apply({ id: message.id, done, routed: [], added });
    this.#due.delete(message.id);
  }
}

const BCC = new Set(['bcc', 'resent-bcc']);

const dueOf = (recipients: readonly Recipient[]): number =>
  Math.min(Number.POSITIVE_INFINITY, ...recipients.filter(each => !each.isHeld).map(each => each.next));
