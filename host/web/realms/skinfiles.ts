/** `/SkinFiles/<domain>/<skin>/<file>`: regular files that browsers may keep between sessions (webapp.md B1). */
import type { WebRequest } from '../request/webrequest.js';
import { sendErrorPage } from '../respond/errorpage.js';
import type { WebServices } from '../services.js';
import { statelessVisit, Visit } from '../skin/visit.js';
import { sendSkinFile } from './files.js';

/** Domain, skin and file of a path: the first two may be empty, further slashes before the file count as one. */
export function skinFilePath(
  parts: readonly string[],
): { domain: string; skin: string; file: string } | null {
  const start = parts.findIndex(part => part !== '');
  const [domain, skin, ...rest] = parts.slice(start + 1);
  const [file, ...more] = rest.filter(part => part !== '');
  if (domain === undefined || skin === undefined || file === undefined || more.length > 0) return null;
  return { domain, skin, file };
}

/** Serves a file of a named skin. */
export async function serveSkinFiles(services: WebServices, request: WebRequest): Promise<void> {
  await request.load();
  const path = skinFilePath(request.target.parts);
  const visit = await statelessVisit(services, request);
  if (path === null) return sendErrorPage(visit, 'notfound');
  const domain = path.domain === '' ? null : await services.domains.find(path.domain.toLowerCase());
  const isKnown = path.domain === '' || domain !== null;
  const skin = path.skin === '' || !isKnown ? path.skin : await services.skins.named(domain, path.skin);
  if (!isKnown || skin === null) return sendErrorPage(visit, 'notfound');
  const chosen = new Visit({
    services,
    request,
    realm: 'stateless',
    domain: visit.domain,
    skin: { domain, skin },
    language: null,
    principal: visit.principal,
    preferences: visit.preferences,
  });
  return sendSkinFile(chosen, path.file, `public, max-age=${services.limits().fileAge}`);
}
