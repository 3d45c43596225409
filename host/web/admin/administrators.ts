/** Who counts as an administrator for the pages and tools of the user listeners. */
import type { Identity, WebServices } from '../services.js';

/** True for somebody who may change skins of the own domain or of the server. */
export async function isAdministrator(
  { skins }: Pick<WebServices, 'skins'>,
  { principal, domain }: Identity,
): Promise<boolean> {
  return (await skins.mayModify(principal, domain)) || (await skins.mayModify(principal, null));
}
