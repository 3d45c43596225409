/**
 * Protection of forms: a browser sends Basic credentials with every request, also with those that pages of other
 * sites make it send. So a change must come from our own page (same host) and carry what only that page knows.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../request/refusal.js';
import type { WebRequest } from '../request/webrequest.js';

const key = randomBytes(32);

/** A form is good for half a day. */
const LIFETIME = 12 * 3600;

const sign = (email: string, expires: number) =>
  createHmac('sha256', key).update(`${expires}\0${email}`).digest('base64url');

/** The token for forms of somebody. `now` in seconds since 1970. */
export function formToken(email: string, now = Date.now() / 1000): string {
  const expires = Math.floor(now) + LIFETIME;
  return `${expires}.${sign(email, expires)}`;
}

/** True for a token that this server gave to this person not too long ago. */
export function isGoodToken(token: string, email: string, now = Date.now() / 1000): boolean {
  const match = /^(\d{1,12})\.([\w-]{43})$/.exec(token);
  if (match === null || Number(match[1]) < now) return false;
  return timingSafeEqual(Buffer.from(match[2] ?? ''), Buffer.from(sign(email, Number(match[1]))));
}

/** True when a page of another site made the browser send the request. */
function isForeign(request: WebRequest): boolean {
  const origin = request.field('origin');
  if (origin !== '') {
    // The scheme is not compared: a proxy may speak TLS where this server does not.
    const host = /^https?:\/\/([^/]+)$/i.exec(origin)?.[1]?.toLowerCase();
    return host === undefined || host !== request.field('host').toLowerCase();
  }
  const site = request.field('sec-fetch-site');
  return site !== '' && site !== 'same-origin' && site !== 'none';
}

/** @throws Refusal for a change that did not come from our own form */
export function checkForm(request: WebRequest, email: string): void {
  checkOrigin(request, email, request.parameters.raw('token') ?? '');
}

/** The same with a token from elsewhere. @throws Refusal for a change that did not come from our own page */
export function checkOrigin(request: WebRequest, email: string, token: string): void {
  if (isForeign(request)) throw new Refusal('foreign');
  if (!isGoodToken(token, email)) throw new Refusal('stale-form');
}
