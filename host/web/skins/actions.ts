/** What the forms of the skin pages do: one entry each. The object layer checks the rights again. */
import { encodeUtf8 } from '../../../stdlib/values/index.js';
import { type UploadReport, uploadSkinFile } from '../../apps/upload.js';
import { PosternError } from '../../errors/index.js';
import type { SkinPlace } from './place.js';
import { choiceOf, textOf, versionOf } from './place.js';

/** What happened: the skin to show, and a message or a report. */
export interface ActionResult {
  readonly skin: string;
  readonly done: DoneCode | null;
  readonly report: UploadReport | null;
}

/** Messages after an action. */
export const doneMessages = {
  stored: 'The files are stored.',
  nothing: 'No file was chosen.',
  deleted: 'The marked files are deleted.',
  created: 'The skin is created.',
  renamed: 'The skin has a new name.',
  removed: 'The skin is removed.',
  rolledback: 'The version is there again, as the newest one.',
} as const;

export type DoneCode = keyof typeof doneMessages;

type Action = (place: SkinPlace) => Promise<ActionResult>;

const done = (skin: string, code: DoneCode): ActionResult => ({ skin, done: code, report: null });

const markedNames = (place: SkinPlace, name: string) =>
  place.request.parameters.texts(name).map(text => Buffer.from(text, 'latin1').toString('utf8'));

/** Actions by the value of the button `action`. */
export const skinActions: Readonly<Record<string, Action>> = {
  upload: async place => {
    const { services, request, who, skin } = place;
    const stored: string[] = [];
    const refused: UploadReport['refused'][number][] = [];
    const store = services.skins.store.bind(services.skins);
    const files = request.parameters.files('file');
    for (const { name, bytes } of files) {
      try {
        const report = await uploadSkinFile(
          services.apps,
          store,
          who.principal,
          choiceOf(place),
          name,
          bytes,
        );
        stored.push(...report.stored);
        refused.push(...report.refused);
      } catch (error) {
        // A damaged archive spoils no other file of the upload.
        if (!(error instanceof PosternError) || error.status >= 500) throw error;
        refused.push({ file: name, reason: error.message, check: null });
      }
    }
    if (refused.length > 0) return { skin, done: null, report: { stored, refused } };
    return done(skin, files.length === 0 ? 'nothing' : 'stored');
  },

  delete: async place => {
    const { services, who, domain, skin } = place;
    for (const name of markedNames(place, 'file')) {
      await services.skins.removeFile(who.principal, domain, skin, name.toLowerCase());
    }
    return done(skin, 'deleted');
  },

  rollback: async place => {
    const { services, request, who, domain, skin } = place;
    const file = textOf(request, 'file').toLowerCase();
    const number = versionOf(request);
    if (number === null) throw new PosternError('bad-request');
    const bytes = await services.skins.readVersion(who.principal, domain, skin, file, number);
    const store = services.skins.store.bind(services.skins);
    const report = await uploadSkinFile(services.apps, store, who.principal, choiceOf(place), file, bytes);
    return report.refused.length > 0 ? { skin, done: null, report } : done(skin, 'rolledback');
  },

  create: async place => {
    const { services, request, who, domain } = place;
    const name = textOf(request, 'name');
    await services.skins.create(who.principal, domain, name);
    return done(name, 'created');
  },

  rename: async place => {
    const { services, request, who, domain, skin } = place;
    const name = textOf(request, 'name');
    await services.skins.rename(who.principal, domain, skin, name);
    return done(name, 'renamed');
  },

  remove: async place => {
    const { services, who, domain } = place;
    for (const name of markedNames(place, 'named')) await services.skins.remove(who.principal, domain, name);
    return done('', 'removed');
  },

  removethis: async place => {
    const { services, who, domain, skin } = place;
    await services.skins.remove(who.principal, domain, skin);
    return done('', 'removed');
  },
};

/** Text for the log. */
export function actionText(name: string, { domain, skin, request }: SkinPlace): string {
  const set = domain ?? 'server-wide';
  const files = request.parameters.files('file').map(file => file.name);
  const list = files.length > 0 ? ` (${files.slice(0, 20).join(', ')})` : '';
  return encodeUtf8(`skins: ${name} in ${set} "${skin}"${list}`);
}
