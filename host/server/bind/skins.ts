/** The skins of the object layer as the application runner and the faces see them. */
import { decodeUtf8 } from '../../../stdlib/values/index.js';
import type { SkinFiles } from '../../admin/http/types.js';
import type { SkinSource } from '../../apps/sources.js';
import type { AppService } from '../../apps/types.js';
import { PosternError } from '../../errors/index.js';
import type { Objects, Principal } from '../../objects/api.js';
import type { WebSkins } from '../../web/index.js';

/** Sources of programs and pages. */
export function skinSource({ skins }: Objects): SkinSource {
  return {
    read: async (skin, file) => (await skins.read(skin, file))?.bytes ?? null,
    levels: skin => skins.levels(skin),
    onChange: listener => skins.onChange(listener),
  };
}

/** The compile check of stored files: the first error. */
export function skinCheck(apps: AppService): Parameters<Objects['setSkinCheck']>[0] {
  return async (name, bytes) => {
    const result = await apps.checkSkinFile(name, bytes);
    return result.ok ? null : (result.errors[0] ?? null);
  };
}

/** True when the object layer lets the principal change the skins of a set (null: server-wide). */
function mayModify({ rights }: Objects, who: Principal, domain: string | null): boolean {
  if (rights.has(who, 'Users')) return true;
  return domain !== null && rights.domainRight(who, domain, 'CanModifySkins');
}

/** What the web face asks. */
export function webSkins(objects: Objects): WebSkins {
  const { skins } = objects;
  return {
    read: (skin, file) => skins.read(skin, file),
    named: (domain, name) => skins.named(domain, name),
    names: domain => skins.names(domain),
    mayModify: (who, domain) => mayModify(objects, who, domain),
    own: async (who, domain) => {
      const names = await skins.list(who, domain);
      return names.includes('') ? names.filter(name => name !== '') : null;
    },
    list: (who, domain, skin) => skins.listVisible(who, domain, skin),
    create: (who, domain, skin) => skins.create(who, domain, skin),
    rename: (who, domain, skin, name) => skins.rename(who, domain, skin, name),
    remove: (who, domain, skin) => skins.remove(who, domain, skin),
    // The face has just compiled the file, to show its errors in place.
    store: (who, { domain, skin }, file, bytes) => skins.storeFile(who, domain, skin, file, bytes, true),
    removeFile: (who, domain, skin, file) => skins.removeFile(who, domain, skin, file),
    versions: (who, domain, skin, file) => skins.versions(who, domain, skin, file),
    readVersion: async (who, domain, skin, file, number) =>
      (await skins.readVersion(who, domain, skin, file, number)).bytes,
  };
}

const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof PosternError && codes.includes(error.code);

/** What the administration face asks; domains may be named by an alias. */
export function adminSkins(objects: Objects): SkinFiles {
  const { skins, domains } = objects;
  const known = (domain: string | null): string | null => {
    if (domain === null) return null;
    const found = domains.find(domain);
    if (found === null) throw new PosternError('domain-unknown');
    return found;
  };
  return {
    store: (who, { domain, skin }, file, bytes) =>
      skins.storeFile(who, known(domain), skin, file, bytes, true),
    list: async (who, domain, skin) =>
      (await skins.listVisible(who, known(domain), skin)).map(({ name, size, modified, isDefault }) => ({
        name: decodeUtf8(name),
        size,
        modified: new Date(modified).toISOString(),
        isDefault,
      })),
    read: async (who, domain, skin, file) => {
      const where = known(domain);
      // Rights first: what visitors see of a skin is more than who may read its sources.
      await skins.listFiles(who, where, skin);
      return (await skins.read({ domain: where, skin }, file))?.bytes ?? null;
    },
    remove: (who, domain, skin, file) => skins.removeFile(who, known(domain), skin, file),
    versions: async (who, domain, skin, file) =>
      (await skins.versions(who, known(domain), skin, file)).map(
        ({ number, size, modified, author, isPresent }) => ({
          number,
          size,
          modified: new Date(modified).toISOString(),
          author,
          isPresent,
        }),
      ),
    readVersion: async (who, domain, skin, file, number) =>
      (await skins.readVersion(who, known(domain), skin, file, number)).bytes,
    ensure: async (who, domain, skin) => {
      const where = known(domain);
      for (const name of skin === '' ? [''] : ['', skin]) {
        if (where === null && name === '') continue;
        try {
          await skins.create(who, where, name);
        } catch (error) {
          if (!isCode(error, 'skin-exists')) throw error;
        }
      }
    },
  };
}
