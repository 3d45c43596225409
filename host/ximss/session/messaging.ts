/**
 * Instant messages, queries and presence between the sessions of this server (ximss.md 13.4). Only sessions that were
 * bound with signalBind take part; what is sent costs the sessions of that very account.
 */
import { parseXml, xmlText } from '../../../stdlib/data/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { SYSTEM } from '../../objects/api.js';
import type { PresenceState } from '../../objects/roster/presence.js';
import { Failure } from '../failure.js';
import type { XimssWorld } from '../world.js';
import { children } from '../xml/query.js';
import { timeText } from '../xml/times.js';
import { element } from '../xml/write.js';
import { zoneOffsetOf } from './messages.js';
import type { XimssSession } from './session.js';

/** How a session takes part. */
interface Binding {
  readonly clientId: Bytes | null;
  readonly readIM: boolean;
  readonly presence: boolean;
  /** What the user published last, null before anything. */
  published: Bytes | null;
}

/** A message on its way. */
export interface Outgoing {
  readonly peer: Bytes;
  readonly type: Bytes | null;
  readonly clientId: Bytes | null;
  readonly iqid: Bytes | null;
  readonly content: Bytes;
  /** Its text, null when it has none: those are kept in the log of the conversation. */
  readonly body: Bytes | null;
}

/** What a program sends. */
export interface ProgramMessage {
  readonly kind: 'message' | 'query' | 'presence';
  /** Address of the sender, with an instance behind a slash if it has one. */
  readonly from: Bytes;
  readonly to: Bytes;
  /** Domain of names without one. */
  readonly domain: string | null;
  readonly type: Bytes | null;
  readonly id: Bytes | null;
  /** Text and elements as XML. */
  readonly content: Bytes;
}

const unavailable = (): Failure => new Failure('peer is not available', 529);

export class Messaging {
  private readonly bindings = new Map<XimssSession, Binding>();
  private readonly byEmail = new Map<string, Set<XimssSession>>();

  constructor(private readonly world: XimssWorld) {}

  isBound(session: XimssSession): boolean {
    return this.bindings.has(session);
  }

  /** Sessions of an account that hear of messages or presence. */
  hearers(email: string): XimssSession[] {
    return this.targets(email, null).filter(session => {
      const binding = this.bindings.get(session);
      return binding?.readIM === true || binding?.presence === true;
    });
  }

  async bind(session: XimssSession, binding: Omit<Binding, 'published'>): Promise<void> {
    if (this.isBound(session)) throw new Failure('already bound', 569);
    this.bindings.set(session, { ...binding, published: null });
    const same = this.byEmail.get(session.email) ?? new Set();
    this.byEmail.set(session.email, same.add(session));
    session.onEnd(() => void this.unbind(session));
    if (binding.presence) await this.tellStates(session);
  }

  async unbind(session: XimssSession): Promise<void> {
    const binding = this.bindings.get(session);
    if (binding === undefined) return;
    this.bindings.delete(session);
    this.world.objects.presence.set(session.email, session, null);
    const same = this.byEmail.get(session.email);
    same?.delete(session);
    if (same?.size === 0) this.byEmail.delete(session.email);
    if (binding.published !== null && !this.statesOf(session.email).length) {
      await this.broadcast(session, 'unavailable', '', binding.clientId);
    }
  }

  /** Sends an instant message; both sides keep it in `private/IM/`. */
  async send(session: XimssSession, message: Outgoing): Promise<void> {
    const peer = this.localPeer(session, message.peer);
    const targets = this.targets(peer, message.clientId).filter(target => this.bindings.get(target)?.readIM);
    if (targets.length === 0) throw unavailable();
    const now = Math.floor(this.world.now() / 1000);
    const text = element(
      'readIM',
      [
        ['peer', session.email],
        ['peerName', this.nameOf(session)],
        ['type', message.type],
        ['clientID', this.bindings.get(session)?.clientId],
        ['iqid', message.iqid],
        ['gmtTime', timeText(now)],
      ],
      message.content,
    );
    for (const target of targets) target.notify(text);
    if (message.body === null || message.body === '') return;
    await this.record(session, session.email, peer, '>', message.body, now);
    await this.record(targets[0] as XimssSession, peer, session.email, '<', message.body, now);
  }

  /**
   * Hands over what a program sends (SendInstantMessage, SendXMPPIQ): to the sessions of the account that are bound,
   * of an instance when the address names one. Gives how many got it.
   */
  tell(message: ProgramMessage): number {
    const [plain = '', clientId = null] = message.to.split('/', 2);
    const addr = this.world.objects.accounts.resolve(plain, message.domain);
    if (addr === null) return 0;
    const all = this.targets(`${addr.account}@${addr.domain}`, clientId);
    if (message.kind === 'presence') {
      const text = presence(message.from, message.type ?? '', null, message.content);
      const watching = all.filter(session => this.bindings.get(session)?.presence);
      for (const session of watching) session.notify(text);
      return watching.length;
    }
    const isIM = message.kind === 'message';
    const targets = isIM ? all.filter(session => this.bindings.get(session)?.readIM) : all.slice(0, 1);
    const text = element(
      isIM ? 'readIM' : 'iqRead',
      [
        ['peer', message.from],
        ['type', message.type],
        ['iqid', message.id],
        ...(isIM ? [['gmtTime', timeText(Math.floor(this.world.now() / 1000))] as const] : []),
      ],
      message.content,
    );
    for (const session of targets) session.notify(text);
    return targets.length;
  }

  /** Sends a query to one session of the peer. */
  query(session: XimssSession, query: Omit<Outgoing, 'body'>): void {
    const peer = this.findPeer(session, query.peer);
    const [target] = peer === null ? [] : this.targets(peer, query.clientId);
    if (target === undefined) throw unavailable();
    target.notify(
      element(
        'iqRead',
        [
          ['peer', session.email],
          ['type', query.type],
          ['iqid', query.iqid],
          ['clientID', this.bindings.get(session)?.clientId],
        ],
        query.content,
      ),
    );
  }

  /** Publishes presence: to one peer, or to everybody who may see it. */
  async publish(session: XimssSession, peer: Bytes | null, type: Bytes, content: Bytes): Promise<void> {
    const binding = this.bindings.get(session);
    if (peer !== null) {
      const text = presence(session.email, type, binding?.clientId ?? null, content);
      for (const target of this.watchers(this.localPeer(session, peer))) target.notify(text);
      return;
    }
    if (binding !== undefined) {
      binding.published = type === '' ? content : null;
      this.world.objects.presence.set(session.email, session, type === '' ? stateIn(content) : null);
    }
    await this.broadcast(session, type, content, binding?.clientId ?? null);
  }

  private async broadcast(
    session: XimssSession,
    type: Bytes,
    content: Bytes,
    clientId: Bytes | null,
  ): Promise<void> {
    const text = presence(session.email, type, clientId, content);
    for (const { peer, inp } of await this.world.objects.roster.list(SYSTEM, session.email)) {
      if (inp !== 'YES') continue;
      for (const target of this.watchers(peer)) target.notify(text);
    }
  }

  /** Tells a new session what its contacts published. */
  private async tellStates(session: XimssSession): Promise<void> {
    for (const { peer, out } of await this.world.objects.roster.list(SYSTEM, session.email)) {
      if (out !== 'YES') continue;
      for (const { clientId, published } of this.statesOf(peer)) {
        session.notify(presence(peer, '', clientId, published ?? ''));
      }
    }
  }

  private statesOf(email: string): Binding[] {
    return [...(this.byEmail.get(email) ?? [])]
      .map(session => this.bindings.get(session))
      .filter(binding => binding !== undefined && binding.published !== null) as Binding[];
  }

  private watchers(email: string): XimssSession[] {
    return this.targets(email, null).filter(session => this.bindings.get(session)?.presence);
  }

  /** Bound sessions of an account: all, or those of one client. */
  private targets(email: string, clientId: Bytes | null): XimssSession[] {
    const all = [...(this.byEmail.get(email) ?? [])];
    return clientId === null ? all : all.filter(session => this.bindings.get(session)?.clientId === clientId);
  }

  /** The account of this server that an address means. */
  private localPeer(session: XimssSession, address: Bytes): string {
    const peer = this.findPeer(session, address);
    if (peer === null) throw new PosternError('account-unknown');
    return peer;
  }

  /** Null for a name that nobody has in a Domain of this server. */
  private findPeer(session: XimssSession, address: Bytes): string | null {
    const plain = address.split('/', 1)[0] as Bytes;
    const host = plain.includes('@') ? plain.slice(plain.indexOf('@') + 1) : session.record.domain;
    if (this.world.objects.domains.find(host) === null) throw unavailable();
    const addr = this.world.objects.accounts.resolve(plain, session.record.domain);
    return addr === null ? null : `${addr.account}@${addr.domain}`;
  }

  private nameOf({ record }: XimssSession): Bytes | null {
    const name = this.world.objects.accounts.effective(record).entries.RealName;
    return typeof name === 'string' && name !== '' ? name : null;
  }

  /** One line of the conversation, as clients read it back. */
  private async record(
    session: XimssSession,
    owner: string,
    peer: string,
    mark: '<' | '>',
    body: Bytes,
    now: number,
  ): Promise<void> {
    const local = timeText(now + zoneOffsetOf(this.world, session, now));
    const line = `${local} ${mark} ${body.replace(/\r\n?|\n/g, '\\e')}\n`;
    try {
      const data = Buffer.from(line, 'latin1');
      await this.world.objects.files.write(SYSTEM, owner, `private/IM/${peer}.log`, data, {
        position: 'end',
      });
    } catch (error) {
      this.world.log.problem(
        session.tag,
        `a message was not recorded: ${error instanceof Error ? error.message : error}`,
      );
    }
  }
}

/** Status and text in what a session published. */
function stateIn(content: Bytes): PresenceState {
  const result = parseXml(`<x>${content}</x>`);
  const textOf = (...names: readonly string[]): Bytes => {
    const found = result.ok ? children(result.value).find(({ type }) => names.includes(type)) : undefined;
    return found === undefined ? '' : xmlText(found);
  };
  return { status: textOf('show', 'presence') || 'Online', text: textOf('status') };
}

function presence(peer: Bytes, type: Bytes, clientId: Bytes | null, content: Bytes): Bytes {
  return element(
    'presence',
    [
      ['peer', peer],
      ['type', type === '' ? null : type],
      ['clientID', clientId],
    ],
    content,
  );
}
