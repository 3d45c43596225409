/** Every name of a CG/PL file with the thing that it names. Keys: `s:` section, `v:` variable of a section, `b:` built-in. */

import { markLength } from '../lines.js';
import type { Occurrence, Span } from '../types.js';
import { type Analysis, sectionFile } from './parts.js';

export interface Named extends Occurrence {
  /** For sections: the file that holds its body, in lower case. */
  readonly home: string | null;
}

/** All occurrences in the order of the text. `file` is the name of the file itself. */
export function occurrences(analysis: Analysis, file: string, text: string): Named[] {
  const shift = markLength(text);
  const found: Named[] = [];
  const add = (
    start: number,
    length: number,
    key: string,
    role: Occurrence['role'],
    home: string | null,
  ): void => {
    found.push({ start: start + shift, end: start + shift + length, key, role, home });
  };
  for (const symbol of analysis.symbols.values()) {
    const { name, module, external, node, forwardAt, references } = symbol;
    const home = external ? sectionFile(module, name, file) : file.toLowerCase();
    const key = `s:${symbol.lowerName}`;
    // qualified names are renamed in their second half only
    const at = (offset: number): number => offset + nameOffset(analysis.source, offset, module, name);
    add(at(node.nameAt), name.length, key, external ? 'read' : 'definition', home);
    if (forwardAt >= 0 && forwardAt !== node.nameAt) add(forwardAt, name.length, key, 'read', home);
    for (const reference of references) add(at(reference), name.length, key, 'read', home);
  }
  for (const { symbol, variables, calls } of analysis.bodies) {
    for (const { name, lowerName, declaredAt, assigned, read } of variables) {
      const key = `v:${symbol.lowerName}:${lowerName}`;
      const first = declaredAt >= 0 ? declaredAt : (assigned[0] ?? read[0] ?? -1);
      const written = new Set(assigned);
      const places = new Set([...(declaredAt >= 0 ? [declaredAt] : []), ...assigned, ...read]);
      for (const place of places) {
        add(
          place,
          name.length,
          key,
          place === first ? 'definition' : written.has(place) ? 'write' : 'read',
          null,
        );
      }
    }
    for (const { target, nameAt, args } of calls) {
      if (target?.kind !== 'builtin') continue;
      add(nameAt, target.lowerName.length, `b:${target.lowerName}`, 'read', null);
      const [first] = args;
      if (target.lowerName !== 'proccall' && target.lowerName !== 'funccall') continue;
      if (first?.kind !== 'string') continue;
      const called = /^(?:(\w+)::)?(\w+)$/.exec(first.value);
      const image = analysis.source.slice(first.at + 1, first.end - 1);
      if (called?.[2] === undefined || image !== first.value) continue;
      const start = first.end - 1 - called[2].length;
      const home = sectionFile(called[1] ?? null, called[2], file);
      add(start, called[2].length, `s:${called[2].toLowerCase()}`, 'read', home);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Where the last part of a name begins: behind `module ::`, between which there may be blanks. */
function nameOffset(source: string, offset: number, module: string | null, name: string): number {
  if (module === null) return 0;
  const rest = source.slice(offset + module.length);
  const sign = rest.indexOf('::');
  const at = sign < 0 ? 0 : rest.toLowerCase().indexOf(name.toLowerCase(), sign + 2);
  return at < 0 ? 0 : module.length + at;
}

/** The occurrence that an offset touches. */
export function occurrenceAt(list: readonly Named[], offset: number): Named | null {
  return list.find(({ start, end }: Span) => offset >= start && offset <= end) ?? null;
}
