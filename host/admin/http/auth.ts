/** Who asks the administration face: the control token, or HTTP Basic authentication (admin.md 1). */
import type { Context } from 'koa';
import { PosternError } from '../../errors/index.js';
import type { Principal } from '../../objects/api.js';
import { sameSecret } from './control.js';
import type { AdminServices } from './types.js';

/** The principal of a request, null when it names none. Rejects with a PosternError for wrong credentials. */
export async function principalOf(ctx: Context, services: AdminServices): Promise<Principal | null> {
  const [scheme = '', credentials = ''] = ctx.get('authorization').split(' ', 2);
  if (/^bearer$/i.test(scheme) && sameSecret(credentials, services.controlToken)) return services.postmaster;
  if (!/^basic$/i.test(scheme)) return null;
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return null;
  return services.login(text.slice(0, colon), text.slice(colon + 1), ctx.req.socket.remoteAddress ?? '');
}

/**
 * Refuses changes that another site made the browser send: Basic credentials travel with every request, so a
 * request that changes something must come from a page of this listener, or from no page at all.
 */
export function isForeign(ctx: Context): boolean {
  const origin = ctx.get('origin');
  if (origin !== '') return origin !== `${ctx.protocol}://${ctx.host}`;
  const site = ctx.get('sec-fetch-site');
  return site !== '' && site !== 'same-origin' && site !== 'none';
}

/** The principal, or 401 with a challenge. */
export async function needPrincipal(ctx: Context, services: AdminServices): Promise<Principal | null> {
  let principal: Principal | null = null;
  try {
    principal = await principalOf(ctx, services);
  } catch (error) {
    if (!(error instanceof PosternError)) throw error;
    services.log.problem(`login failed from [${ctx.req.socket.remoteAddress ?? ''}]: ${error.message}`);
  }
  if (principal === null) {
    ctx.status = 401;
    ctx.set('WWW-Authenticate', 'Basic realm="Postern administration", charset="UTF-8"');
    ctx.body = 'authentication needed\n';
  }
  return principal;
}
