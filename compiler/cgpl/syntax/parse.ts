/** Source text to syntax tree and every lexical and syntax error. */
import type { IToken } from 'chevrotain';
import { lex } from '../lexer/lex.js';
import { MAX_PROBLEMS, MAX_SECTIONS } from '../limits.js';
import type { Problem } from '../problem.js';
import { CgplParser } from './grammar.js';
import { withHints } from './hints.js';
import type { SectionNode } from './tree.js';

export interface Parsed {
  readonly sections: readonly SectionNode[];
  readonly tokens: readonly IToken[];
  readonly comments: readonly IToken[];
  readonly problems: Problem[];
  /** True when a section may be missing from `sections` because of an error. */
  readonly lostSection: boolean;
}

let parser: CgplParser | null = null;

/** @param source without a byte order mark */
export function parse(source: string): Parsed {
  const { tokens, comments, problems, complete } = lex(source);
  if (!complete) return { sections: [], tokens, comments, problems, lostSection: true };
  parser ??= new CgplParser();
  const sections = parser.parse(tokens, source);
  const unclosed = problems.some(({ code }) => code === 'unclosed-string' || code === 'unclosed-comment');
  const found = parser.problems.filter(({ code }) => !unclosed || code !== 'unexpected-end');
  if (found.length > 0) problems.push(...withHints(found, tokens, parser.lines));
  if (sections.length > MAX_SECTIONS) {
    const at = sections[MAX_SECTIONS]?.at ?? 0;
    problems.push({ code: 'too-many-sections', args: [MAX_SECTIONS], at, end: at + 1 });
  }
  problems.sort((a, b) => a.at - b.at);
  problems.length = Math.min(problems.length, MAX_PROBLEMS);
  return { sections, tokens, comments, problems, lostSection: parser.lostSection };
}
