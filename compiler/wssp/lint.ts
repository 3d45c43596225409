/**
 * The check of unescaped elements (wssp.md section 9): text elements whose value may be live markup from outside.
 * Constants, flags and what comes from the text dataset are trusted, and loops over such lists.
 */
import { PageProblem } from './syntax/problem.js';
import type { Expression, Node } from './syntax/tree.js';

/** One warning for each text element without HTML:, URL: or JAVASCRIPT: whose value is not a text dataset string. */
export function rawValues(nodes: readonly Node[]): PageProblem[] {
  const found: PageProblem[] = [];
  walk(nodes, [], found);
  return found;
}

interface Scanner {
  readonly name: string;
  readonly trusted: boolean;
}

function walk(nodes: readonly Node[], scanners: readonly Scanner[], found: PageProblem[]): void {
  for (const node of nodes) {
    if (node.type === 'if') {
      for (const branch of node.branches) walk(branch.body, scanners, found);
    } else if (node.type === 'loop') {
      const inner = { name: node.scanner.toLowerCase(), trusted: isTrusted(node.list, scanners) };
      walk(node.body, [inner, ...scanners], found);
    } else if (node.type === 'value' && (node.prefix === null || node.prefix.raw === true)) {
      if (!isTrusted(node.expression, scanners)) {
        const what = node.prefix === null ? 'the value' : `what ${node.prefix.name}: does not format`;
        found.push(new PageProblem('raw-value', node.at, node.end, what));
      }
    }
  }
}

function isTrusted(e: Expression, scanners: readonly Scanner[]): boolean {
  switch (e.type) {
    case 'text':
    case 'number':
      return true;
    case 'element':
      return false;
    case 'scanner': {
      const name = e.name.toLowerCase();
      return scanners.find(s => s.name === name)?.trusted ?? false;
    }
    case 'path':
      return isTrusted(e.base, scanners);
    case 'all':
      return e.operands.slice(-1).every(o => isTrusted(o, scanners));
    case 'any':
      return e.operands.every(o => isTrusted(o, scanners));
    case 'call':
      return e.fn.gives === 'flag' || e.fn.trusted === true;
  }
}
