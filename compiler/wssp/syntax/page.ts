/** Reads a whole page: the scan of the outer layer (wssp.md section 2). */
import { BlockBuilder } from './blocks.js';
import { type ElementResult, parseStructure, parseText, STRUCTURE_MARK } from './parse.js';
import { PageProblem } from './problem.js';
import { simpleStructure, simpleText } from './simple.js';
import type { Node } from './tree.js';

/** The check of a whole file stops after this many errors. */
export const MAX_PROBLEMS = 100;

export interface ParsedPage {
  readonly nodes: readonly Node[];
  /** In the order of the file. */
  readonly problems: readonly PageProblem[];
}

const MARK = /<!--%%|%%%%|%%/g;
const OPENING_WORD = /<!--%%[ \t\r\n]*(IF|FOREACH)(?![A-Za-z0-9_])/iy;

/**
 * @param source text of one file, without byte order mark.
 * @param all go on after an error (for editors); otherwise the first one ends the reading.
 */
export function parsePage(source: string, all = false): ParsedPage {
  const reader = new PageReader(source, all);
  reader.read();
  const problems = reader.problems.sort((a, b) => a.at - b.at);
  return { nodes: reader.blocks.nodes, problems };
}

class PageReader {
  readonly blocks = new BlockBuilder();
  readonly problems: PageProblem[] = [];

  constructor(
    private readonly source: string,
    private readonly all: boolean,
  ) {}

  read(): void {
    const limit = this.all ? MAX_PROBLEMS : 1;
    let at = 0;
    while (this.problems.length < limit) {
      MARK.lastIndex = at;
      const found = MARK.exec(this.source);
      const to = found?.index ?? this.source.length;
      if (to > at) this.literal(at, to, this.source.slice(at, to));
      if (found === null) break;
      at = found[0] === '%%%%' ? this.doubled(to) : this.element(to, found[0] === STRUCTURE_MARK);
    }
    if (this.problems.length < limit) this.problems.push(...this.blocks.unclosed().slice(0, limit));
  }

  private literal(at: number, end: number, text: string): void {
    this.blocks.append({ type: 'literal', at, end, text });
  }

  private doubled(at: number): number {
    this.literal(at, at + 4, '%%');
    return at + 4;
  }

  /** Reads the element at `at`; gives the place where the scan goes on. */
  private element(at: number, structural: boolean): number {
    const { source, blocks } = this;
    const result: ElementResult = structural
      ? (simpleStructure(source, at, keyword => blocks.fits(keyword, at) === null) ??
        parseStructure(source, at, keyword => blocks.fits(keyword, at)))
      : (simpleText(source, at) ?? parseText(source, at));
    if ('problem' in result) return this.failed(result.problem, at, result.end);
    try {
      this.blocks.add(result.element, at, result.end);
    } catch (error) {
      if (!(error instanceof PageProblem)) throw error;
      return this.failed(error, at, result.end);
    }
    return result.end;
  }

  private failed(problem: PageProblem, at: number, end: number): number {
    this.problems.push(problem);
    OPENING_WORD.lastIndex = at;
    if (problem.code !== 'too-deep' && OPENING_WORD.test(this.source)) this.blocks.addLost(at);
    // A stray mark: what follows it is text, and the mark that seemed to close it opens an element.
    if (problem.code === 'unterminated' && problem.at === at) {
      return at + (this.source.startsWith(STRUCTURE_MARK, at) ? STRUCTURE_MARK.length : 2);
    }
    return end;
  }
}
