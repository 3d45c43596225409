/** Which network addresses programs may reach: private ranges, and lists of addresses and networks. */
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** IPv4 inside IPv6 is IPv4: `::ffff:10.0.0.1` must not pass where `10.0.0.1` does not. */
function read(text: string): Address | null {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return null;
  const parsed = ipaddr.process(bare);
  // 6to4, NAT64 and Teredo addresses carry an IPv4 address that the packet ends up at.
  if (parsed.kind() === 'ipv6') {
    const { parts } = parsed as ipaddr.IPv6;
    const range = parsed.range();
    const at = range === '6to4' ? 1 : range === 'rfc6052' || range === 'rfc6145' ? 6 : -1;
    if (at >= 0) {
      const [high = 0, low = 0] = parts.slice(at, at + 2);
      return new ipaddr.IPv4([high >> 8, high & 255, low >> 8, low & 255]);
    }
  }
  return parsed;
}

/** True for addresses of the public network; everything else (loopback, private, link-local, multicast...) is private. */
export function isPublicAddress(text: string): boolean {
  const address = read(text);
  if (address?.range() !== 'unicast') return false;
  // Nothing outside of 2000::/3 is a global address yet: `::7f00:1` is 127.0.0.1 to some.
  return address.kind() === 'ipv4' || ((address as ipaddr.IPv6).parts[0] ?? 0) >> 13 === 1;
}

/** True when a list (`*`, addresses, `address/bits`, separated by commas) holds an address. */
export function listHolds(list: string, text: string): boolean {
  const address = read(text);
  if (address === null) return false;
  return list.split(',').some(part => {
    const item = part.trim();
    if (item === '*') return true;
    if (item === '') return false;
    if (!item.includes('/')) return read(item)?.toString() === address.toString();
    try {
      const [network, bits] = ipaddr.parseCIDR(item);
      return network.kind() === address.kind() && address.match(network as never, bits);
    } catch {
      return false;
    }
  });
}

/** True when a list of host names (`*`, `host`, `*.domain`, separated by commas) holds one. */
export function hostListHolds(list: string, host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return list.split(',').some(part => {
    const item = part.trim().toLowerCase();
    if (item === '*' || item === name) return item !== '';
    return item.startsWith('*.') && name.endsWith(item.slice(1)) && name.length > item.length - 1;
  });
}
