/** HTTP Basic authentication of the `/auth/` realm and the administration pages (RFC 7617, webapp.md B4). */
import { encodeUtf8 } from '../../../stdlib/values/index.js';
import { PosternError } from '../../errors/index.js';
import { errorCodeOf } from '../components/errorcode.js';
import { Refusal } from '../request/refusal.js';
import type { WebRequest } from '../request/webrequest.js';
import { sendErrorPage } from '../respond/errorpage.js';
import type { Identity, WebServices } from '../services.js';
import { domainOf, statelessVisit } from '../skin/visit.js';

/** Name and password of an Authorization field; null for none or another scheme. */
export function readBasic(field: string): { name: string; password: string } | null {
  const match = /^basic[ \t]+(.*)$/i.exec(field);
  if (match === null) return null;
  const encoded = (match[1] ?? '').trim();
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) throw new Refusal('bad-header');
  const bytes = Buffer.from(encoded, 'base64');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Old browsers send Latin-1.
    text = bytes.toString('latin1');
  }
  const colon = text.indexOf(':');
  if (colon < 0 || /[\u0000-\u001f\u007f]/.test(text)) throw new Refusal('bad-header');
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Who asks. Null: 401 has been sent, with `unauthorized.wssp` or `denied.wssp`. */
export async function authenticate(services: WebServices, request: WebRequest): Promise<Identity | null> {
  const credentials = readBasic(request.field('authorization'));
  if (credentials === null) {
    await sendErrorPage(await statelessVisit(services, request), 'unauthorized');
    return null;
  }
  try {
    return await services.accounts.login({
      name: encodeUtf8(credentials.name),
      password: encodeUtf8(credentials.password),
      domain: await domainOf(services, request),
      address: request.clientAddress,
      secure: request.secure,
      service: 'HTTP',
    });
  } catch (error) {
    if (!(error instanceof PosternError) || error.status >= 500) throw error;
    services.log.problem(
      services.connectionTag(request.ctx.req),
      `login of "${encodeUtf8(credentials.name)}" from [${request.clientAddress}] failed: ${error.message}`,
    );
    await sendErrorPage(await statelessVisit(services, request), 'denied', { errorCode: errorCodeOf(error) });
    return null;
  }
}
