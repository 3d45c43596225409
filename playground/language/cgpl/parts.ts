/** Small things that the parts of the CG/PL service share. */
import { externalFile } from '../../../compiler/cgpl/link/files.js';
import { environmentOf } from './analysis.js';

export type { Analysis, SectionSymbol } from '../../../compiler/index.js';

/** Lower-case name of the file that holds an external section which `file` names. */
export function sectionFile(module: string | null, name: string, file: string): string {
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1).toLowerCase() : '';
  return folder + externalFile(module, name, environmentOf(file));
}

/** `function Name(a, b)`: how a section is announced. */
export function headingOf(symbol: {
  readonly kind: string;
  readonly name: string;
  readonly module: string | null;
  readonly params: readonly { readonly name: string }[];
}): string {
  const name = symbol.module === null ? symbol.name : `${symbol.module}::${symbol.name}`;
  if (symbol.kind === 'entry') return `entry ${name}`;
  return `${symbol.kind} ${name}(${symbol.params.map(({ name: p }) => p).join(', ')})`;
}
