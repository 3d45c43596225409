/**
 * The pure built-ins of the host in place of `stdlib/builtins/host`, by the build: those that bring a library with them
 * are loaded when a text names them. Programs can call nothing that none of their texts names.
 */
import { lightBuiltins } from '../../../stdlib/builtins/hostlight.js';
import type { BuiltinTable } from '../../../stdlib/builtins/types.js';

const table: Record<string, BuiltinTable[string]> = { ...lightBuiltins };

/** Grows when more are loaded. */
export const hostBuiltins: BuiltinTable = table;

interface Lot {
  /** Lower-case names. */
  readonly names: readonly string[];
  load(): Promise<BuiltinTable>;
}

export const LOTS: readonly Lot[] = [
  {
    names: ['findregex'],
    load: async () =>
      ({ findregex: (await import('../../../stdlib/regex/find.js')).findRegEx }) as BuiltinTable,
  },
  {
    names: ['apptoxml', 'xmltoapp', 'convert', 'crydigest', 'cryencrypt', 'crydecrypt'],
    load: async () => (await import('../../../stdlib/builtins/hostheavy.js')).heavyBuiltins,
  },
];

/** Loads what the texts name and is not here yet. Rejects when the server does not give it. */
export async function loadNamed(texts: Iterable<string>): Promise<void> {
  let wanted = LOTS.filter(({ names }) => names.some(name => !Object.hasOwn(table, name)));
  if (wanted.length === 0) return;
  const named: Lot[] = [];
  for (const text of texts) {
    const isNamed = ({ names }: Lot): boolean => new RegExp(`\\b(?:${names.join('|')})\\b`, 'i').test(text);
    named.push(...wanted.filter(isNamed));
    wanted = wanted.filter(lot => !named.includes(lot));
  }
  await load(named);
}

/** Loads all of them. */
export const loadEverything = (): Promise<void> => load(LOTS);

async function load(lots: readonly Lot[]): Promise<void> {
  await Promise.all(lots.map(async lot => Object.assign(table, await lot.load())));
}
