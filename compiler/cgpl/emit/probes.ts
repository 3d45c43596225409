/** The probes of one section, for programs that are compiled for a debugger (compiler/debug/table.ts). */
import type { DebugTable } from '../../debug/table.js';
import type { LineTable } from '../../text/linetable.js';
import type { LinkedSection } from '../link/program.js';
import type { SectionScope } from './scope.js';

export interface SectionProbes {
  /** Code at the beginning of the section, and at its end. */
  begin(scope: SectionScope): string;
  end(scope: SectionScope): string;
  /** An expression without value that tells the place of an offset. */
  at(offset: number, scope: SectionScope): string;
}

/** null without a table: then there is no code for probes at all. */
export function probesOf(
  { bound, file }: LinkedSection,
  lines: LineTable,
  table: DebugTable | undefined,
): SectionProbes | null {
  if (table === undefined) return null;
  const section = table.section({
    file: file.name,
    name: bound.symbol.name,
    kind: 'program',
    variables: bound.variables.map(({ name }) => name),
  });
  const places = new Map<number, number>();
  return {
    begin: scope => {
      const helper = scope.shared.helper('dbg');
      return `const $frame=${helper}.enter(${section},()=>[${scope.names.join(',')}]);try{`;
    },
    end: scope => `}finally{${scope.shared.helper('dbg')}.leave($frame);}`,
    at(offset, scope) {
      let place = places.get(offset);
      if (place === undefined) {
        const { line, column } = lines.positionAt(offset);
        place = table.place({ section, line, column, scanners: [] });
        places.set(offset, place);
      }
      return `${scope.shared.helper('dbg')}.at(${place})`;
    },
  };
}
