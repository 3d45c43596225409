/** Trusted proxies (setting `TrustedProxies`): only they may say who the client is. */
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Reads an address; IPv4 inside IPv6 counts as IPv4. Null for text that is none. */
function readAddress(text: string): Address | null {
  const bare = text.trim().replace(/^\[(.*)\](:\d+)?$/, '$1');
  const host = /^\d+\.\d+\.\d+\.\d+:\d+$/.test(bare) ? bare.slice(0, bare.indexOf(':')) : bare;
  if (!ipaddr.isValid(host) || (!host.includes(':') && !/^\d+\.\d+\.\d+\.\d+$/.test(host))) return null;
  return ipaddr.process(host);
}

/** Address text without the IPv4-in-IPv6 prefix and scope. */
export function plainAddress(text: string | undefined): string {
  if (text === undefined) return '';
  return text.startsWith('::ffff:') && text.includes('.') ? text.slice(7) : text.replace(/%.*$/, '');
}

/** A list of addresses and ranges (`10.0.0.0/8`). Parts that are none are left out: the settings refuse them before. */
export class ProxyList {
  private readonly ranges: readonly (readonly [Address, number])[];
  private readonly answers = new Map<string, boolean>();

  constructor(readonly text: string) {
    const ranges: [Address, number][] = [];
    for (const part of text.split(',')) {
      const [host = '', bits] = part.trim().split('/', 2);
      const address = readAddress(host);
      if (address === null) continue;
      const full = address.kind() === 'ipv4' ? 32 : 128;
      ranges.push([address, bits === undefined ? full : Math.min(full, Number(bits))]);
    }
    this.ranges = ranges;
  }

  has(text: string): boolean {
    if (this.ranges.length === 0) return false;
    const known = this.answers.get(text);
    if (known !== undefined) return known;
    const address = readAddress(text);
    const answer =
      address !== null &&
      this.ranges.some(
        ([range, bits]) => range.kind() === address.kind() && address.match(range as never, bits),
      );
    if (this.answers.size < 1000) this.answers.set(text, answer);
    return answer;
  }

  /**
   * The original client that trusted proxies name: the last address of `X-Forwarded-For` that is no proxy of ours.
   * Null when the peer is no trusted proxy, or the field is absent or malformed.
   */
  client(peer: string, forwarded: string | undefined): string | null {
    if (forwarded === undefined || !this.has(peer)) return null;
    const names = forwarded.split(',');
    // More hops than any real chain: whoever sent this is guessing.
    if (names.length > 32) return null;
    for (let at = names.length - 1; at >= 0; at--) {
      const address = readAddress(names[at] ?? '');
      if (address === null) return null;
      const text = address.toString();
      if (at === 0 || !this.has(text)) return text;
    }
    return null;
  }
}
