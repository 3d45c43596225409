/** Definition, references and renaming of the names of CG/PL programs, over all files of a workspace. */
import { findBuiltin, isNative } from '../../../stdlib/declarations/index.js';
import { languageOf } from '../languages.js';
import type { Edit, FileSource, Location, Renaming } from '../types.js';
import { analyse, environmentOf } from './analysis.js';
import { KEYWORD_DOCS } from './docs.js';
import { type Named, occurrenceAt, occurrences } from './occurrences.js';

/** Where the thing at an offset is defined. */
export function definition(file: string, text: string, offset: number, files: FileSource): Location[] {
  const own = occurrences(analyse(file, text), file, text);
  const found = occurrenceAt(own, offset);
  if (found === null) return [];
  if (found.home !== null && found.home !== file.toLowerCase()) {
    const home = spelling(found.home, files);
    const other = files.read(found.home);
    if (other === null) return [];
    const there = occurrences(analyse(home, other), home, other);
    const places = there.filter(
      ({ key, role, home: h }) => key === found.key && role === 'definition' && h === found.home,
    );
    return places.map(({ start, end }) => ({ file: home, start, end }));
  }
  return own
    .filter(o => same(o, found) && o.role === 'definition')
    .map(({ start, end }) => ({ file, start, end }));
}

/** All places of the thing at an offset, the definition included. */
export function references(file: string, text: string, offset: number, files: FileSource): Location[] {
  const own = occurrences(analyse(file, text), file, text);
  const found = occurrenceAt(own, offset);
  if (found === null) return [];
  const places = own.filter(o => same(o, found)).map(({ start, end }) => ({ file, start, end }));
  if (found.home === null && !found.key.startsWith('b:')) return places;
  for (const other of files.list()) {
    if (other.toLowerCase() === file.toLowerCase() || languageOf(other) !== 'cgpl') continue;
    const source = files.read(other.toLowerCase());
    if (source === null) continue;
    for (const o of occurrences(analyse(other, source), other, source)) {
      if (same(o, found)) places.push({ file: other, start: o.start, end: o.end });
    }
  }
  return places;
}

const same = (a: Named, b: Named): boolean => a.key === b.key && a.home === b.home;

function spelling(file: string, files: FileSource): string {
  return files.list().find(name => name.toLowerCase() === file) ?? file;
}

/** Gives the thing at an offset another name wherever it stands. */
export function rename(
  file: string,
  text: string,
  offset: number,
  name: string,
  files: FileSource,
): Renaming {
  const analysis = analyse(file, text);
  const found = occurrenceAt(occurrences(analysis, file, text), offset);
  if (found === null) return { refused: 'Nothing that has a name stands here.' };
  const [what, section = ''] = found.key.split(':');
  if (what === 'b') return { refused: 'A built-in cannot be renamed.' };
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
    return { refused: 'A name is a Latin letter, then letters, digits and underscores.' };
  }
  const lowerName = name.toLowerCase();
  if (KEYWORD_DOCS.has(lowerName)) return { refused: `"${name}" is a keyword.` };
  const builtin = findBuiltin(lowerName);
  if (builtin !== undefined && isNative(builtin, environmentOf(file)))
    return { refused: `"${name}" is a built-in.` };
  const isSame = found.key.endsWith(`:${lowerName}`);
  if (!isSame) {
    const taken = takenBy(analysis, what === 'v' ? section : null, lowerName);
    if (taken !== null) return { refused: `"${name}" is the name of ${taken} already.` };
  }
  const places = references(file, text, offset, files);
  if (what === 's') {
    const refused = checkHome(found, places, files);
    if (refused !== null) return { refused };
  }
  const edits: Edit[] = places.map(place => ({ ...place, text: name }));
  return { edits };
}

function takenBy(
  analysis: ReturnType<typeof analyse>,
  section: string | null,
  lowerName: string,
): string | null {
  if (analysis.symbols.has(lowerName)) return 'a section';
  const bodies =
    section === null ? analysis.bodies : analysis.bodies.filter(b => b.symbol.lowerName === section);
  return bodies.some(b => b.variables.some(v => v.lowerName === lowerName)) ? 'a variable' : null;
}

/** A section that others call without a module is found by the name of its file. */
function checkHome(found: Named, places: readonly Location[], files: FileSource): string | null {
  const { home } = found;
  if (home === null) return null;
  const name = found.key.slice(2);
  const base = home.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
  const isForeign = places.some(place => place.file.toLowerCase() !== home);
  if (base === name && isForeign)
    return `"${home}" is found by this name: rename the file as well, or call it as ${base}::${name}.`;
  return files.read(home) === null && isForeign ? `"${home}", which holds it, is not there.` : null;
}
