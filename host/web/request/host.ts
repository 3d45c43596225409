/** The Host field: syntax only. What domain it names is asked of the objects, never believed. */
import { isIPv4, isIPv6 } from 'node:net';
import { Refusal } from './refusal.js';

/** A host name in small letters or an address without brackets, and the port if there was one. */
export interface HostName {
  readonly name: string;
  readonly isAddress: boolean;
  readonly port: number | null;
}

const name = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/;

function readPort(text: string): number | null {
  if (text === '') return null;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535) throw new Refusal('bad-host');
  return Number(text);
}

/**
 * Reads `name`, `name:port`, `1.2.3.4:port`, `[::1]:port`. A dot at the end is dropped.
 * @throws Refusal for anything else, also for user names and empty text
 */
export function readHost(field: string): HostName {
  const text = field.toLowerCase();
  if (text.startsWith('[')) {
    const end = text.indexOf(']');
    const address = text.slice(1, Math.max(end, 1));
    const rest = text.slice(end + 1);
    if (end < 0 || !isIPv6(address) || address.includes('%')) throw new Refusal('bad-host');
    if (rest !== '' && !rest.startsWith(':')) throw new Refusal('bad-host');
    return { name: address, isAddress: true, port: readPort(rest.slice(1)) };
  }
  const colon = text.indexOf(':');
  const host = colon < 0 ? text : text.slice(0, colon);
  const port = colon < 0 ? null : readPort(text.slice(colon + 1));
  if (isIPv4(host)) return { name: host, isAddress: true, port };
  if (host.length > 254 || !name.test(host) || /^[\d.]+$/.test(host)) throw new Refusal('bad-host');
  return { name: host.replace(/\.$/, ''), isAddress: false, port };
}

const remembered = new Map<string, HostName>();

/** The same, remembering the few names that a server is called by. */
export function hostOf(field: string): HostName {
  const known = remembered.get(field);
  if (known !== undefined) return known;
  const host = readHost(field);
  // The names come from clients: only a bounded number is remembered.
  if (remembered.size < 500) remembered.set(field, host);
  return host;
}
