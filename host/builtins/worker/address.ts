/** Socket addresses as the canonical text of address values (data.md 5). */
import ipaddr from 'ipaddr.js';

/** IPv4 dotted, IPv6 as RFC 5952 has it, IPv4 inside IPv6 as IPv4; null for text that is no address. */
export function canonicalAddress(text: string): string | null {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (!ipaddr.isValid(bare) || (!bare.includes(':') && !/^\d{1,3}(\.\d{1,3}){3}$/.test(bare))) return null;
  const parsed = ipaddr.process(bare);
  return parsed.kind() === 'ipv6' && 'toRFC5952String' in parsed
    ? parsed.toRFC5952String()
    : parsed.toString();
}
