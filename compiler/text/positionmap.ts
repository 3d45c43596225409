/**
 * Where generated JavaScript comes from. The map is plain data (it crosses threads and is stored with a unit);
 * its bytes are differences between neighbouring segments and are read only when something went wrong.
 */
import type { Position } from './position.js';
import { VarintReader, VarintWriter } from './varint.js';

/** The compact map of one generated text. Make it with `PositionMapBuilder`. */
export interface PositionMap {
  /** Source file names. */
  readonly files: readonly string[];
  /** Names of code sections, or other names worth showing in a stack. */
  readonly names: readonly string[];
  /** Segments in generated order: see `segments`. */
  readonly data: Uint8Array;
  /** Stretches of generated lines, first line and name each: see `nameAt`. */
  readonly scopes: Uint8Array;
}

/** From this generated place on, up to the next segment, the code comes from this source place. */
export interface Segment {
  /** Both from 1. */
  readonly generated: Position;
  readonly file: number;
  readonly source: Position;
}

/** A source place found in a map. */
export interface MappedPosition extends Position {
  readonly file: string;
  /** The section around it, null outside of all. */
  readonly name: string | null;
}

export class PositionMapBuilder {
  readonly #files: string[] = [];
  readonly #names: string[] = [];
  readonly #data = new VarintWriter();
  readonly #scopes = new VarintWriter();
  #line = 1;
  #column = 1;
  #file = 0;
  #sourceLine = 1;
  #scopeLine = 1;

  /** Adds a source file and gives its number. */
  file(name: string): number {
    return this.#files.push(name) - 1;
  }

  /** Adds a segment. Generated places must come in rising order. */
  add(line: number, column: number, file: number, source: Position): void {
    const data = this.#data;
    data.unsigned(line - this.#line);
    if (line !== this.#line) this.#column = 1;
    data.unsigned(column - this.#column);
    data.signed(file - this.#file);
    data.signed(source.line - this.#sourceLine);
    data.unsigned(source.column);
    this.#line = line;
    this.#column = column;
    this.#file = file;
    this.#sourceLine = source.line;
  }

  /** From the generated `line` on, code belongs to `name`; null for none. Lines must rise. */
  scope(line: number, name: string | null): void {
    this.#scopes.unsigned(line - this.#scopeLine);
    this.#scopes.unsigned(name === null ? 0 : this.#names.push(name));
    this.#scopeLine = line;
  }

  build(): PositionMap {
    return {
      files: this.#files,
      names: this.#names,
      data: this.#data.finish(),
      scopes: this.#scopes.finish(),
    };
  }
}

/** All segments of a map in generated order. */
export function* segments(map: PositionMap): Generator<Segment, void, void> {
  const reader = new VarintReader(map.data);
  let line = 1;
  let column = 1;
  let file = 0;
  let sourceLine = 1;
  while (!reader.done) {
    const down = reader.unsigned();
    if (down > 0) column = 1;
    line += down;
    column += reader.unsigned();
    file += reader.signed();
    sourceLine += reader.signed();
    yield {
      generated: { line, column },
      file,
      source: { line: sourceLine, column: reader.unsigned() },
    };
  }
}

/** The section that a generated line belongs to, null for none. */
export function nameAt(map: PositionMap, line: number): string | null {
  const reader = new VarintReader(map.scopes);
  let at = 1;
  let name = 0;
  while (!reader.done) {
    at += reader.unsigned();
    const next = reader.unsigned();
    if (at > line) break;
    name = next;
  }
  return name === 0 ? null : (map.names[name - 1] ?? null);
}

/**
 * The source place of a generated one: the last segment at or before it on its line, else the first one of that
 * line, else null.
 */
export function originalPosition(map: PositionMap, generated: Position): MappedPosition | null {
  let found: Segment | null = null;
  for (const segment of segments(map)) {
    if (segment.generated.line > generated.line) break;
    if (segment.generated.line < generated.line) continue;
    if (found !== null && segment.generated.column > generated.column) break;
    found = segment;
  }
  if (found === null) return null;
  return {
    file: map.files[found.file] ?? '',
    line: found.source.line,
    column: found.source.column,
    name: nameAt(map, generated.line),
  };
}
