/** A linked program as JavaScript with its position map (docs/architecture.md section 3). */
import type { DebugTable } from '../../debug/table.js';
import { LineTable } from '../../text/linetable.js';
import { type PositionMap, PositionMapBuilder } from '../../text/positionmap.js';
import { opensCalendars } from '../link/effects.js';
import type { LinkedSection, Program } from '../link/program.js';
import { testCode, valueCode } from './expressions.js';
import { probesOf, type SectionProbes } from './probes.js';
import { SharedReads } from './reads.js';
import { SectionScope } from './scope.js';
import { SharedCode } from './shared.js';
import { StatementEmitter } from './statements.js';
import { literal, splitMarks } from './text.js';

interface Line {
  readonly code: string;
  /** Offset in the source of the section's file, -1 for none. */
  readonly at: number;
}

/** @param debug puts probes into the code and tells this table where they are */
export function emitProgram(program: Program, debug?: DebugTable): { js: string; map: PositionMap } {
  const shared = new SharedCode();
  const calendars = opensCalendars(program);
  const builder = new PositionMapBuilder();
  const tables = program.files.map(({ name, module }) => {
    builder.file(name);
    return new LineTable(module.source);
  });
  // two lines are for the heading, which is known last
  const lines: string[] = ['(function($){"use strict";', ''];
  for (const section of program.sections) {
    const { index } = section.file;
    const table = tables[index] as LineTable;
    builder.scope(lines.length + 1, section.bound.symbol.name);
    for (const { code, at } of sectionLines(
      program,
      section,
      shared,
      calendars,
      probesOf(section, table, debug),
    )) {
      const marked = splitMarks(code);
      lines.push(marked.code);
      const [first] = marked.marks;
      if (at >= 0 && first?.column !== 0) builder.add(lines.length, 1, index, table.positionAt(at));
      for (const { column, offset } of marked.marks) {
        builder.add(lines.length, column + 1, index, table.positionAt(offset));
      }
    }
  }
  builder.scope(lines.length + 1, null);
  lines[1] = shared.header();
  lines.push(
    `return {sections:{${program.files.map(file => fileTable(program, file.index)).join(',\n')}}};`,
    '})',
  );
  return { js: lines.join('\n'), map: builder.build() };
}

function sectionLines(
  program: Program,
  section: LinkedSection,
  shared: SharedCode,
  calendars: boolean,
  probes: SectionProbes | null,
): Line[] {
  const { bound, code, waits } = section;
  // a debugger shows variables, and may stop between two readings
  const reads = probes === null ? section.reads : new SharedReads(0);
  const scope = new SectionScope(program, section, shared, calendars, valueCode, testCode, probes, reads);
  const count = bound.symbol.params.length;
  const lines: Line[] = [];
  new StatementEmitter(scope, (text, at) => lines.push({ code: text, at })).list(bound.statements);
  const variables = [...scope.names.slice(count).map(name => `${name}=null`), ...scope.temporaries];
  const params = scope.names.slice(0, count).join(',');
  return [
    { code: `function${waits ? '*' : ''} ${code}(${params}){`, at: bound.symbol.node.at },
    ...(variables.length > 0 ? [{ code: `var ${variables.join(',')};`, at: -1 }] : []),
    ...(probes === null ? [] : [{ code: probes.begin(scope), at: -1 }]),
    ...lines,
    ...(probes === null ? [] : [{ code: probes.end(scope), at: -1 }]),
    { code: bound.symbol.kind === 'function' ? 'return null;}' : '}', at: -1 },
  ];
}

function fileTable(program: Program, index: number): string {
  const rows = program.sections
    .filter(section => section.file.index === index)
    .map(({ bound: { symbol }, waits, code }) => {
      const { kind, lowerName, params } = symbol;
      return `${lowerName}:{kind:"${kind}",params:${params.length},waits:${waits},call:${code}}`;
    });
  return `${literal(program.files[index]?.name ?? '')}:{${rows.join(',')}}`;
}
