/**
 * `$DomainSkins` and `$ServerSkins`: skins as folders of the file storage (objects.md 8). Files directly inside belong
 * to the unnamed skin, folders are named skins.
 */
import { decodeUtf8, encodeUtf8 } from '../../../stdlib/values/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Skins } from '../skins/skins.js';
import type { Target } from './target.js';
import type { Listed, Slice, WritePosition } from './types.js';

/** The skin and file that a path below the view means. */
interface Place {
  readonly domain: string | null;
  readonly skin: string;
  readonly file: string | null;
}

const text = (part: Bytes | undefined) => decodeUtf8(part ?? '');

/** Throws for the views that this server has not, and for paths that are too deep. */
function placeOf({ path, owner }: Target, wantsFolder: boolean): Place {
  if (path.view === 'clusterskins' || path.view === 'clusterpbxapp') throw new PosternError('cluster-only');
  if (path.view !== 'domainskins' && path.view !== 'serverskins') {
    throw new PosternError('not-available', { args: [`$${path.view}`, 'file storage'] });
  }
  const domain = path.view === 'domainskins' ? owner.domain : null;
  const [first, second, ...more] = path.parts;
  if (more.length > 0) throw new PosternError('file-name');
  if (wantsFolder) {
    if (second !== undefined) throw new PosternError('folder-unknown');
    return { domain, skin: text(first), file: null };
  }
  if (first === undefined) throw new PosternError('file-unknown');
  return second === undefined
    ? { domain, skin: '', file: text(first) }
    : { domain, skin: text(first), file: text(second) };
}

const folder = (name: Bytes): Listed => ({
  name,
  isFolder: true,
  size: 0,
  created: 0,
  modified: 0,
  attributesModified: 0,
});

/** Skins of a view. */
export class SkinViews {
  constructor(private readonly skins: Skins) {}

  /** AUTH narrows: the account that it names must be one that may change these skins, too. */
  private async placed(target: Target, wantsFolder: boolean): Promise<Place> {
    const place = placeOf(target, wantsFolder);
    const { auth } = target.options;
    if (auth) await this.skins.list(auth, place.domain);
    return place;
  }

  async list(target: Target): Promise<Listed[]> {
    const { domain, skin } = await this.placed(target, true);
    const files = (await this.skins.listFiles(target.who, domain, skin)).map(({ name, size, modified }) => ({
      name: encodeUtf8(name),
      isFolder: false,
      size,
      created: modified,
      modified,
      attributesModified: 0,
    }));
    if (skin !== '') return files;
    const names = await this.skins.list(target.who, domain);
    return [...files, ...names.filter(name => name !== '').map(name => folder(encodeUtf8(name)))];
  }

  async read(target: Target, position: number, limit: number | null): Promise<Slice> {
    const { domain, skin, file } = await this.placed(target, false);
    const { bytes, modified, version } = await this.skins.readFile(target.who, domain, skin, file ?? '');
    const start = Math.min(Math.max(0, position), bytes.length);
    const end = limit === null ? bytes.length : Math.min(bytes.length, start + limit);
    return {
      bytes: bytes.subarray(start, end),
      position: start,
      size: bytes.length,
      modified,
      type: null,
      version,
    };
  }

  async write(target: Target, data: Uint8Array, position: WritePosition): Promise<void> {
    const { domain, skin, file } = await this.placed(target, false);
    const old = await this.skins.find(target.who, domain, skin, file ?? '');
    if (position === 'new' && old) throw new PosternError('file-exists');
    if (old === null && (position === 'start' || (typeof position === 'number' && position > 0))) {
      throw new PosternError('file-unknown');
    }
    const before = old?.bytes ?? new Uint8Array();
    const at = position === 'end' ? before.length : typeof position === 'number' ? position : 0;
    if (at > before.length) throw new PosternError('file-position');
    const isWhole = position === 'replace' || position === 'new' || position === 0;
    const whole = isWhole
      ? data
      : Buffer.concat([before.subarray(0, at), data, before.subarray(at + data.length)]);
    await this.skins.storeFile(target.who, domain, skin, file ?? '', whole);
  }

  async makeFolder(target: Target): Promise<void> {
    const { domain, skin } = await this.placed(target, true);
    await this.skins.create(target.who, domain, skin);
  }

  async remove(target: Target, kind: 'file' | 'folder' | 'any'): Promise<void> {
    const isFolder = target.path.isFolder || kind === 'folder';
    const { domain, skin, file } = await this.placed(target, isFolder);
    if (file === null) return this.skins.remove(target.who, domain, skin);
    return this.skins.removeFile(target.who, domain, skin, file);
  }

  /** Renames a file inside one view, or a named skin. */
  async rename(target: Target, to: Target, kind: 'file' | 'folder' | 'any'): Promise<void> {
    if (to.path.view !== target.path.view) throw new PosternError('file-name');
    if (kind === 'folder' || target.path.isFolder) {
      const { domain, skin } = await this.placed(target, true);
      return this.skins.rename(target.who, domain, skin, (await this.placed(to, true)).skin);
    }
    const from = await this.placed(target, false);
    const wanted = await this.placed(to, false);
    const { bytes } = await this.skins.readFile(target.who, from.domain, from.skin, from.file ?? '');
    if (await this.skins.find(to.who, wanted.domain, wanted.skin, wanted.file ?? '')) {
      throw new PosternError('file-exists');
    }
    await this.skins.storeFile(to.who, wanted.domain, wanted.skin, wanted.file ?? '', bytes);
    await this.skins.removeFile(target.who, from.domain, from.skin, from.file ?? '');
  }
}
