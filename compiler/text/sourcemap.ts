/** The standard form of a position map: source map, revision 3 (ECMA-426), for debuggers and browsers. */
import { type PositionMap, segments } from './positionmap.js';

export interface SourceMapV3 {
  readonly version: 3;
  readonly file: string;
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly (string | null)[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/**
 * @param file name of the generated file
 * @param contents gives the text of a source, null when it shall not be part of the map
 */
export function toSourceMap(
  map: PositionMap,
  file: string,
  contents?: (name: string) => string | null,
): SourceMapV3 {
  let mappings = '';
  let line = 1;
  let column = 0;
  let source = 0;
  let sourceLine = 0;
  let sourceColumn = 0;
  let first = true;
  for (const segment of segments(map)) {
    if (segment.generated.line > line) {
      mappings += ';'.repeat(segment.generated.line - line);
      line = segment.generated.line;
      column = 0;
      first = true;
    }
    if (!first) mappings += ',';
    first = false;
    const at = segment.generated.column - 1;
    const row = segment.source.line - 1;
    const cell = segment.source.column - 1;
    mappings +=
      vlq(at - column) + vlq(segment.file - source) + vlq(row - sourceLine) + vlq(cell - sourceColumn);
    column = at;
    source = segment.file;
    sourceLine = row;
    sourceColumn = cell;
  }
  return {
    version: 3,
    file,
    sources: map.files,
    ...(contents ? { sourcesContent: map.files.map(contents) } : {}),
    names: map.names,
    mappings,
  };
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function vlq(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = '';
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}
