/** Where an HTTP request of a face that is not the web face came from. */
import type { IncomingMessage } from 'node:http';
import { hostOf } from '../../web/request/host.js';
import { ProxyList, plainAddress } from '../../web/request/proxy.js';
import type { FaceHost } from './types.js';

/** Domain of the Host field, address of the client, and whether the connection is secure. */
export interface Origin {
  /** Null for a host that belongs to no domain. */
  readonly domain: string | null;
  readonly address: string;
  readonly secure: boolean;
}

let proxies = new ProxyList('');

/** The origin of a request; proxies of the setting TrustedProxies are believed. */
export function originOf({ objects, settings }: FaceHost, request: IncomingMessage): Origin {
  const peer = plainAddress(request.socket.remoteAddress);
  const forwarded = request.headers['x-forwarded-for'];
  if (proxies.text !== settings.TrustedProxies) proxies = new ProxyList(settings.TrustedProxies);
  const told = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
  return {
    domain: domainOf(objects, request.headers.host),
    address: (told === undefined ? null : proxies.client(peer, told)) ?? peer,
    secure: (request.socket as { encrypted?: boolean }).encrypted === true,
  };
}

function domainOf({ domains }: FaceHost['objects'], field: string | undefined): string | null {
  if (field === undefined) return domains.main();
  try {
    const host = hostOf(field);
    const isOwn = host.isAddress || host.name === 'localhost';
    return domains.find(host.name) ?? (isOwn ? domains.main() : null);
  } catch {
    return null;
  }
}
