/** Binds all names of a module and finds every error and warning that needs no other file. */
import type { BoundSection, CompileOptions, ExtraSection, SectionSymbol } from '../module.js';
import type { Problem } from '../problem.js';
import type { Parsed } from '../syntax/parse.js';
import { CallResolver } from './calls.js';
import { Scope } from './scope.js';
import { declareSections, isBuiltinName } from './sections.js';
import { SectionWalker } from './walk.js';

export interface Bound {
  readonly symbols: ReadonlyMap<string, SectionSymbol>;
  readonly bodies: readonly BoundSection[];
  readonly problems: readonly Problem[];
  /** Only worth showing when there are no errors. */
  readonly warnings: readonly Problem[];
}

export function bind(parsed: Parsed, options: CompileOptions): Bound {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const report = (problem: Problem): void => {
    problems.push(problem);
  };
  const { environment } = options;
  const extra: ReadonlyMap<string, ExtraSection> = new Map(
    (options.extra ?? []).map(section => [section.name.toLowerCase(), section]),
  );
  const symbols = declareSections(parsed.sections, environment, extra, report);
  const resolver = new CallResolver(symbols, environment, extra, !parsed.lostSection, report);
  const taken = (lowerName: string): string | null => {
    if (symbols.has(lowerName)) return 'a section';
    return isBuiltinName(lowerName, environment, extra) ? 'a built-in' : null;
  };
  const bodies: BoundSection[] = [];
  for (const node of parsed.sections) {
    if (node.body === null) continue;
    const key = node.name.toLowerCase();
    // a second body of the same name is checked as well, under its own heading
    const known = symbols.get(key);
    const symbol = known?.node === node ? known : standIn(node, key);
    const scope = new Scope(taken, report);
    const walker = new SectionWalker(symbol, scope, resolver, report, ({ at, end }) =>
      warnings.push({ code: 'unreachable-code', args: [], at, end: Math.min(end, at + 80) }),
    );
    const bound = walker.walk(node.body);
    if (symbol === known) bodies.push(bound);
    warnings.push(...variableWarnings(scope));
  }
  return { symbols, bodies, problems, warnings };
}

function standIn(node: Parsed['sections'][number], lowerName: string): SectionSymbol {
  const { kind, name, module, params } = node;
  return { kind, name, lowerName, module, params, external: false, node, forwardAt: -1, references: [] };
}

function variableWarnings(scope: Scope): Problem[] {
  const found: Problem[] = [];
  for (const { name, parameter, assigned, read, declaredAt, done } of scope.variables) {
    if (parameter) continue;
    const at = assigned[0] ?? read[0] ?? declaredAt;
    // a function is no statement: programs in the wild throw its result away in a variable
    if (read.length === 0 && done > 0 && done === assigned.length) continue;
    if (read.length === 0) found.push({ code: 'unused-variable', args: [name], at, end: at + name.length });
    else if (assigned.length === 0) {
      found.push({ code: 'never-assigned', args: [name, scope.proposal(name)], at, end: at + name.length });
    }
  }
  return found;
}
