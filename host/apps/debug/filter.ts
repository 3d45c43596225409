/** Which requests a debugger takes. */
import { emailOf } from '../../objects/api.js';
import type { RequestContext } from '../types.js';
import type { DebugFilter } from './protocol.js';

/** `*` stands for any text; letter case does not matter. Takes linear time for each star. */
export function fits(pattern: string, text: string): boolean {
  const [first = '', ...others] = pattern.toLowerCase().split('*');
  const lower = text.toLowerCase();
  if (!lower.startsWith(first)) return false;
  const last = others.pop();
  if (last === undefined) return lower === first;
  let at = first.length;
  for (const part of others) {
    const found = lower.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return lower.length - last.length >= at && lower.endsWith(last);
}

/** True when the filter names the request. */
export function accepts(
  { domain, path, session, account }: DebugFilter,
  { domain: own, request, session: link, principal }: RequestContext,
): boolean {
  if (domain !== null && domain !== own) return false;
  if (account !== null && account.toLowerCase() !== emailOf(principal)?.toLowerCase()) return false;
  if (session !== null && link?.id.toLowerCase().startsWith(session.toLowerCase()) !== true) return false;
  return path === null || fits(path, request.path);
}
