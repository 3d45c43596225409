/** Style sheets, scripts and pictures of the skin that an answer names: the frame of the preview can load nothing itself. */
import { folderOf, levels } from '../../language/behind.js';
import { extensionOf } from '../../language/languages.js';
import { latin1 } from '../../language/text.js';
import type { Outcome } from '../../sandbox/outcome.js';
import type { WorkFiles } from '../../sandbox/units.js';

/** Content types of pictures by extension; texts are put into the page as they are. */
const TYPES: Readonly<Record<string, string | null>> = {
  css: null,
  js: null,
  svg: 'image/svg+xml',
  png: 'image/png',
  gif: 'image/gif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
};

const NAMED = /\b(?:href|src)\s*=\s*["']?([^"'\s>?#]+)/gi;
/** Most bytes of all together. */
const MOST = 4 * 1024 * 1024;

/** By the last component of the address in small letters: a text, or an address with the picture in it. */
export type Assets = Readonly<Record<string, string>>;

/** What an answer names and the skin has. */
export function assetsOf({ answer }: Outcome, files: WorkFiles, entry: string): Assets {
  const found: Record<string, string> = {};
  if (answer === null || !/html/i.test(answer.contentType ?? '')) return found;
  let space = MOST;
  for (const [, address = ''] of latin1(answer.body).matchAll(NAMED)) {
    const name = address.slice(address.lastIndexOf('/') + 1).toLowerCase();
    const extension = extensionOf(name);
    if (Object.hasOwn(found, name) || !Object.hasOwn(TYPES, extension)) continue;
    const bytes = bytesOf(files, folderOf(entry), name);
    if (bytes === null || bytes.length > space) continue;
    space -= bytes.length;
    const type = TYPES[extension] ?? null;
    found[name] =
      type === null ? new TextDecoder().decode(bytes) : `data:${type};base64,${btoa(latin1(bytes))}`;
  }
  return found;
}

function bytesOf(files: WorkFiles, folder: string, name: string): Uint8Array | null {
  for (const [level, place] of levels<WorkFiles>(files, folder)) {
    const bytes = level.bytes(place + name);
    if (bytes !== null) return bytes;
  }
  return null;
}
