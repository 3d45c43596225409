/** Names of skins and their files (webapp.md A1). */
import { PosternError } from '../../errors/index.js';

/** A surrogate without its partner. */
const LONE = /\p{Surrogate}/u;
const CONTROL = /[\u0000-\u001f\u007f]/;

/** A file name in small letters. Throws `file-name`. */
export function fileName(name: string): string {
  const file = name.toLowerCase();
  const isBad =
    file === '' ||
    file.startsWith('.') ||
    /[/\\]/.test(file) ||
    CONTROL.test(file) ||
    LONE.test(file) ||
    Buffer.byteLength(file) > 255;
  if (isBad) throw new PosternError('file-name');
  return file;
}

/** Checks the name of a named skin, which keeps its letter case. Throws `bad-name`. */
export function skinName(name: string): string {
  const isBad =
    name === '' ||
    name !== name.trim() ||
    /^[.$~*]/.test(name) ||
    /[/\\?*"<>|]/.test(name) ||
    CONTROL.test(name) ||
    LONE.test(name) ||
    Buffer.byteLength(name) > 64;
  if (isBad) throw new PosternError('bad-name');
  return name;
}

/** Skin names are compared without regard to letter case. */
export const skinKey = (name: string): string => name.toLowerCase();
