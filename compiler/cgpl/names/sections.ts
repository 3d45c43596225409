/** Declarations of a module: which sections there are, and that each is declared properly (cgpl.md sections 3.1, 10). */
import type { Environment } from '../../../stdlib/declarations/index.js';
import { findBuiltin, isNative } from '../../../stdlib/declarations/index.js';
import { type ExtraSection, type SectionSymbol, sectionKey } from '../module.js';
import type { Problem } from '../problem.js';
import type { SectionNode } from '../syntax/tree.js';
import { heading } from './words.js';

/** Is the name taken by a built-in of the environment? */
export function isBuiltinName(
  lowerName: string,
  environment: Environment,
  extra: ReadonlyMap<string, ExtraSection>,
): boolean {
  const builtin = findBuiltin(lowerName);
  return (builtin !== undefined && isNative(builtin, environment)) || extra.has(lowerName);
}

/** Makes the symbols of a module, in the order of their first declaration. */
export function declareSections(
  nodes: readonly SectionNode[],
  environment: Environment,
  extra: ReadonlyMap<string, ExtraSection>,
  report: (problem: Problem) => void,
): Map<string, SectionSymbol> {
  const symbols = new Map<string, SectionSymbol>();
  const forwards = new Map<string, SectionNode>();
  for (const node of nodes) {
    const key = sectionKey(node.module, node.name);
    const end = node.nameAt + (node.module === null ? node.name.length : node.module.length);
    const fail = (code: Problem['code'], ...args: (string | number)[]): void =>
      report({ code, args, at: node.nameAt, end });
    const shown = node.module === null ? node.name : `${node.module}::${node.name}`;
    if (node.module !== null && node.declared !== 'external') {
      report({ code: 'qualified-body', args: [shown], at: node.bodyAt, end: node.bodyAt + 1 });
      continue;
    }
    if (node.module === null && isBuiltinName(key, environment, extra)) fail('section-is-builtin', node.name);
    const forward = forwards.get(key);
    if (symbols.has(key) || (forward !== undefined && node.declared !== 'body')) {
      fail('section-twice', shown);
      continue;
    }
    if (node.declared === 'forward') {
      forwards.set(key, node);
      continue;
    }
    if (forward !== undefined) {
      const promised = heading(forward.kind, forward.params.length);
      if (promised !== heading(node.kind, node.params.length)) fail('forward-mismatch', node.name, promised);
      forwards.delete(key);
    }
    symbols.set(key, {
      kind: node.kind,
      name: node.name,
      lowerName: node.name.toLowerCase(),
      module: node.module,
      params: node.params,
      external: node.declared === 'external',
      node,
      forwardAt: forward?.nameAt ?? -1,
      references: [],
    });
  }
  for (const [key, node] of forwards) {
    if (symbols.has(key)) continue;
    const { name, nameAt: at } = node;
    report({ code: 'forward-without-body', args: [name], at, end: at + name.length });
    // known all the same, so that its calls are no further errors
    const { kind, params } = node;
    symbols.set(key, {
      kind,
      name,
      lowerName: key,
      module: null,
      params,
      external: false,
      node,
      forwardAt: at,
      references: [],
    });
  }
  return symbols;
}
