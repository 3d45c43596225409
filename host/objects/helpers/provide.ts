/** Names that a domain does not have: the external authenticator may know them (admin.md 12.3, `ExternalOnUnknown`). */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { Core } from '../core/core.js';
import { route } from '../names/route.js';
import type { RouteMode } from '../names/routertable.js';
import { flagSetting } from '../settings/read.js';

/**
 * Where an address leads that is not known here: the address to look for again, null when it is known already, stays
 * unknown, or nobody is asked. `home` is the domain of names without one, null for the main domain. Throws
 * `helper-failed`.
 */
export async function provideName(
  core: Core,
  address: Bytes,
  mode: RouteMode,
  home: string | null = null,
): Promise<Bytes | null> {
  const { auth } = core.helpers.current;
  if (auth === null) return null;
  const end = route(core, address, mode, home);
  if (end.kind !== 'unknown' || end.addr.account === '') return null;
  const domain = core.domains.find(end.addr.domain);
  if (domain === null || !flagSetting(core.resolver.domain(domain), 'ExternalOnUnknown')) return null;
  const provided = await auth.provide(`${end.addr.account}@${domain.name}`);
  if (provided.kind === 'unknown') return null;
  return provided.kind === 'made' ? address : provided.address;
}
