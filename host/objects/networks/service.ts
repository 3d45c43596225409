/** Network address lists and what is blocked for a while (cli.md 7.17). */

import { canonicalAddress } from '../../../stdlib/data/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Core } from '../core/core.js';
import type { Principal } from '../principal.js';
import { rule } from '../rights/rule.js';
import { secondsSetting } from '../settings/read.js';
import { type NetworkList, parseNetworkList } from './list.js';

export const NETWORK_LISTS = [
  'LAN',
  'Client',
  'Blacklisted',
  'WhiteHole',
  'NATed',
  'NATSite',
  'Debug',
  'Denied',
] as const;
export type NetworkListName = (typeof NETWORK_LISTS)[number];

const SETTINGS = rule('Settings');
const STATE = rule('Settings|Monitor');
const MONITOR = rule('Monitor');
const MAX_TEXT = 1024 * 1024;
/** Addresses blocked or admitted for a while. */
const MAX_TEMPORARY = 100_000;
const CLIENT_SECONDS = 600;

export class Networks {
  readonly #core: Core;
  readonly #read = new Map<NetworkListName, { readonly text: Bytes; readonly list: NetworkList }>();
  /** Address -> end in milliseconds. Lost at a restart. */
  readonly #blocked = new Map<string, number>();
  readonly #clients = new Map<string, number>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** The text as it was set. */
  get(who: Principal, name: NetworkListName): Bytes {
    this.#core.rights.need(who, SETTINGS);
    return this.#text(name);
  }

  /** Replaces a list; a malformed line refuses all of it. */
  async set(who: Principal, name: NetworkListName, text: Bytes): Promise<void> {
    this.#core.rights.need(who, SETTINGS);
    if (text.length > MAX_TEXT) throw new PosternError('too-large');
    parseNetworkList(text);
    await this.#core.server.put('network list', text, name);
  }

  /** True when the list has the address. No rights. */
  contains(name: NetworkListName, address: string): boolean {
    const text = this.#text(name);
    let read = this.#read.get(name);
    if (read?.text !== text) {
      read = { text, list: parseNetworkList(text) };
      this.#read.set(name, read);
    }
    return read.list.contains(address);
  }

  /** True for addresses that may not connect: denied, or blocked for a while. No rights. */
  refuses(address: string): boolean {
    return this.contains('Denied', address) || this.#isLive(this.#blocked, address);
  }

  /** Which lists have an address, or only what is temporary. */
  state(who: Principal, address: Bytes, options: { readonly temporary?: boolean } = {}): Bytes {
    this.#core.rights.need(who, STATE);
    const form = addressOf(address);
    const words: string[] = [];
    if (options.temporary !== true) {
      for (const name of NETWORK_LISTS) if (this.contains(name, form)) words.push(name);
    }
    if (this.#isLive(this.#clients, form)) words.push('TempClient');
    if (this.#isLive(this.#blocked, form)) words.push('TempBlacklisted');
    return words.join(',');
  }

  /** Addresses of clients that are admitted for a while. */
  temporaryClients(who: Principal): Bytes {
    this.#core.rights.need(who, MONITOR);
    return this.#live(this.#clients)
      .map(([address]) => address)
      .join(',');
  }

  /**
   * Notes the address of somebody who has logged in: it counts as a client address for the time `TempClientTime` of the
   * network settings, 0: not at all. Addresses of the list of clients need no note.
   */
  noteClient(raw: string): void {
    const address = canonicalAddress(raw);
    if (address === null || this.contains('Client', address)) return;
    const seconds = secondsSetting(this.#core.server.dict('network'), 'TempClientTime', CLIENT_SECONDS);
    if (seconds === 0) return;
    put(this.#clients, address, this.#core.clock() + 1000 * (seconds ?? Number.POSITIVE_INFINITY));
  }

  /** Blocks an address: for some seconds, for ever (null), or not any more (0). */
  block(who: Principal, address: Bytes, seconds: number | null): void {
    this.#core.rights.need(who, STATE);
    this.#block(addressOf(address), seconds);
  }

  /** Blocks an address on behalf of the server itself. */
  blockAddress(address: string, seconds: number | null): void {
    this.#block(address, seconds);
  }

  /** `address-seconds` or `address-*`, with commas between. */
  blocked(who: Principal): Bytes {
    this.#core.rights.need(who, MONITOR);
    const now = this.#core.clock();
    return this.#live(this.#blocked)
      .map(
        ([address, until]) => `${address}-${Number.isFinite(until) ? Math.ceil((until - now) / 1000) : '*'}`,
      )
      .join(',');
  }

  /** Adds addresses in the same form; refuses all for one that is malformed. */
  addBlocked(who: Principal, text: Bytes): void {
    this.#core.rights.need(who, SETTINGS);
    const parts = text.split(/[,\s]+/).filter(part => part !== '');
    const entries = parts.map(part => {
      const match = /^(.+)-(\d{1,9}|\*)$/.exec(part);
      if (match === null) throw new PosternError('illegal-value', { args: [part.slice(0, 64)] });
      return [addressOf(match[1] as string), match[2] === '*' ? null : Number(match[2])] as const;
    });
    for (const [address, seconds] of entries) this.#block(address, seconds);
  }

  #block(address: string, seconds: number | null): void {
    if (seconds === 0) this.#blocked.delete(address);
    else
      put(
        this.#blocked,
        address,
        seconds === null ? Number.POSITIVE_INFINITY : this.#core.clock() + seconds * 1000,
      );
  }

  #text(name: NetworkListName): Bytes {
    const text = this.#core.server.value('network list', name);
    return typeof text === 'string' ? text : '';
  }

  #isLive(map: Map<string, number>, address: string): boolean {
    const until = map.get(address);
    if (until === undefined) return false;
    if (until > this.#core.clock()) return true;
    map.delete(address);
    return false;
  }

  #live(map: Map<string, number>): [string, number][] {
    return [...map].filter(([address]) => this.#isLive(map, address));
  }
}

function put(map: Map<string, number>, address: string, until: number): void {
  map.delete(address);
  map.set(address, until);
  if (map.size > MAX_TEMPORARY) {
    for (const oldest of map.keys()) {
      map.delete(oldest);
      break;
    }
  }
}

function addressOf(raw: Bytes): string {
  const address = canonicalAddress(raw.replace(/^#I/, '').replace(/^\[(.*)\](?::\d+)?$/, '$1'));
  if (address === null) throw new PosternError('illegal-value', { args: ['ip-address'] });
  return address;
}
