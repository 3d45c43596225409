/** Definition, references and renaming of the names of pages. */

import { keyPlace } from '../data/keys.js';
import { languageOf } from '../languages.js';
import type { FileSource, Location, Renaming } from '../types.js';
import { nameAt, pageNames } from './names.js';

/** Scanners lead to their FOREACH, included files to their beginning, strings to the text dataset. */
export function definition(file: string, text: string, offset: number, files: FileSource): Location[] {
  const found = nameAt(text, offset);
  if (found === null) return [];
  const { key, name } = found;
  if (key.startsWith('file:')) {
    const target = files.list().find(candidate => candidate.toLowerCase() === name.toLowerCase());
    return target === undefined ? [] : [{ file: target, start: 0, end: 0 }];
  }
  if (key.startsWith('string:')) return inStrings(name, files);
  if (key.startsWith('element:')) return inData(`${file.toLowerCase()}.data`, name, files);
  const places = pageNames(text).filter(o => o.key === key && o.role === 'definition');
  return places.map(({ start, end }) => ({ file, start, end }));
}

function inStrings(name: string, files: FileSource): Location[] {
  const target = files.list().find(candidate => /(?:^|\/)strings\.data$/i.test(candidate));
  return target === undefined ? [] : inData(target, name, files);
}

function inData(file: string, name: string, files: FileSource): Location[] {
  const target = files.list().find(candidate => candidate.toLowerCase() === file.toLowerCase());
  const place = target === undefined ? null : keyPlace(files.read(target.toLowerCase()) ?? '', name);
  return place === null || target === undefined ? [] : [{ file: target, ...place }];
}

/** All places of the name; strings and included files in all pages. */
export function references(file: string, text: string, offset: number, files: FileSource): Location[] {
  const found = nameAt(text, offset);
  if (found === null) return [];
  const places = pageNames(text)
    .filter(({ key }) => key === found.key)
    .map(({ start, end }) => ({ file, start, end }));
  if (!/^(?:string|file):/.test(found.key)) return places;
  for (const other of files.list()) {
    if (other.toLowerCase() === file.toLowerCase() || languageOf(other) !== 'wssp') continue;
    for (const { key, start, end } of pageNames(files.read(other.toLowerCase()) ?? '')) {
      if (key === found.key) places.push({ file: other, start, end });
    }
  }
  return places;
}

/** Scanners can be renamed, and elements within their page. */
export function rename(
  file: string,
  text: string,
  offset: number,
  name: string,
  files: FileSource,
): Renaming {
  const found = nameAt(text, offset);
  const isOwn = found !== null && /^(?:scanner|element):/.test(found.key);
  if (!isOwn) return { refused: 'Only loops and elements of the dataset can be renamed here.' };
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return { refused: 'A name is a letter, then letters, digits and underscores.' };
  const lower = name.toLowerCase();
  const clash = pageNames(text).find(
    o => o.key !== found.key && /^(?:scanner|element):/.test(o.key) && o.name.toLowerCase() === lower,
  );
  if (clash !== undefined) return { refused: `"${name}" is used in this page already.` };
  return { edits: references(file, text, offset, files).map(place => ({ ...place, text: name })) };
}
