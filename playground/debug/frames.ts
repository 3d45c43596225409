/** Frames: sections that are running, with the values of their variables. */
import type { DebugTable } from '../../compiler/index.js';
import { isDict } from '../../stdlib/values/is.js';
import type { Value } from '../../stdlib/values/types.js';
import { fromUtf8 } from '../language/text.js';

export interface Frame {
  readonly section: string;
  readonly kind: 'program' | 'page';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** As they are shown, in the order of the section; null when the values could not be told. */
  readonly shown: readonly (readonly [name: string, value: Value])[] | null;
  /** For expressions, by lower-case name: of a page also the elements of its dataset. */
  readonly variables: ReadonlyMap<string, Value>;
}

interface Told {
  readonly section: number;
  readonly place: number;
  readonly values: readonly Value[] | null;
}

/** One frame as the probes told it. */
export function frameOf(table: DebugTable, { section, place, values }: Told): Frame {
  const known = table.sections[section];
  const at = table.places[place];
  const names = known?.kind === 'page' ? ['dataset', ...(at?.scanners ?? [])] : (known?.variables ?? []);
  const shown = values === null ? null : names.map((name, i) => [name, values[i] ?? null] as const);
  const variables = new Map<string, Value>();
  const dataset = known?.kind === 'page' ? (values?.[0] ?? null) : null;
  if (isDict(dataset))
    for (const key in dataset.entries)
      variables.set(fromUtf8(key).toLowerCase(), dataset.entries[key] ?? null);
  for (const [name, value] of shown ?? []) variables.set(name.toLowerCase(), value);
  return {
    section: known?.name ?? '',
    kind: known?.kind ?? 'program',
    file: known?.file ?? '',
    line: at?.line ?? 1,
    column: at?.column ?? 1,
    shown,
    variables,
  };
}

export function framesOf(table: DebugTable, told: readonly Told[]): Frame[] {
  return told.map(one => frameOf(table, one));
}
