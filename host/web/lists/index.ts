/** The lists of a domain that may be browsed (webapp.md C4). */
import { dictOf } from '../../../stdlib/values/index.js';
import type { ComponentResult } from '../components/types.js';
import type { Visit } from '../skin/visit.js';

/** `listlist.wssp`. */
export async function listIndex(visit: Visit, domain: string): Promise<ComponentResult> {
  const lists = (await visit.services.lists.index(domain)).map(({ name, realName, browse }) =>
    dictOf([
      ['name', name],
      ['realName', realName],
      ['browse', browse],
    ]),
  );
  return { page: 'listlist.wssp', dataset: dictOf([['lists', lists]]) };
}
