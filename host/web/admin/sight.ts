/** Whose programs an administrator may look at: of the whole server, or of the domains whose skins are theirs to change. */
import type { Principal } from '../../objects/api.js';
import { authenticate } from '../realms/basic.js';
import type { WebRequest } from '../request/webrequest.js';
import { sendSmallPage } from '../respond/refuse.js';
import type { Identity, WebServices } from '../services.js';
import { pagePolicy } from '../skins/style.js';

/** Null: everything; else this domain only. */
export interface Sight {
  readonly who: Identity;
  readonly domain: string | null;
}

export interface SightOptions {
  readonly services: WebServices;
  /** True for those who may look at the whole server (right Monitor). */
  readonly maySeeAll: (principal: Principal) => boolean;
}

/** Null: the answer has been sent, a challenge or a refusal. */
export async function sightOf(
  { services, maySeeAll }: SightOptions,
  request: WebRequest,
): Promise<Sight | null> {
  request.loadURL();
  const who = await authenticate(services, request);
  if (who === null) return null;
  const { skins } = services;
  const { principal, domain } = who;
  if (maySeeAll(principal) || (await skins.mayModify(principal, null))) return { who, domain: null };
  if (await skins.mayModify(principal, domain)) return { who, domain };
  sendSmallPage(request.ctx, 403, 'This page is for administrators.');
  return null;
}

/** Sends a page of the administration. */
export function sendAdminPage({ ctx }: WebRequest, page: string, policy = pagePolicy): void {
  ctx.res.setHeader('Content-Security-Policy', policy);
  ctx.res.setHeader('Cache-Control', 'private, no-store');
  ctx.res.setHeader('Content-Type', 'text/html; charset=utf-8');
  ctx.status = 200;
  ctx.body = page;
}
