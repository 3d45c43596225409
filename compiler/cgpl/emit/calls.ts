/** Calls of sections and built-ins (docs/architecture.md section 2). */
import { findBuiltin } from '../../../stdlib/declarations/index.js';
import { callWaits } from '../link/effects.js';
import { calledSection } from '../link/program.js';
import type { CallExpr, Expr, SpawnExpr } from '../syntax/tree.js';
import { inlineValue } from './inline.js';
import type { SectionScope } from './scope.js';
import { literal, mark } from './text.js';

/** Code of a call as a value, or as a statement without its semicolon. */
export function callCode(call: CallExpr, scope: SectionScope): string {
  const called = calledSection(scope.program, call);
  if (called !== null) {
    // a literal name stands before the arguments
    const args = call.args.slice(call.args.length - called.bound.symbol.params.length);
    const code = `${mark(call.nameAt)}${called.code}(${list(args, scope)})`;
    return called.waits ? `(yield* ${code})` : code;
  }
  const binding = scope.program.bindings.get(call);
  if (binding?.kind === 'mismatch') {
    const { name, section, count } = binding;
    return failing(call, scope, `"external-mismatch",${literal(name)},${literal(section)},${count}`);
  }
  const { target } = call;
  if (binding?.kind === 'dynamic' && target?.kind === 'external') {
    const { kind, params } = target.section;
    const external = scope.shared.external(binding.file, binding.name, kind, params.length);
    return `(yield* ${mark(call.nameAt)}${external}(${list(call.args, scope)}))`;
  }
  if (target?.kind === 'extra') {
    return `${mark(call.nameAt)}${scope.shared.builtin(target.lowerName)}(${list(call.args, scope)})`;
  }
  return target?.kind === 'builtin' ? builtinCode(target.lowerName, call, scope) : 'null';
}

function builtinCode(lowerName: string, call: CallExpr, scope: SectionScope): string {
  const builtin = findBuiltin(lowerName);
  const at = mark(call.nameAt);
  switch (builtin?.place) {
    case undefined:
      return 'null';
    case 'pbx':
      return failing(call, scope, `"missing-op",${literal(builtin.name)}`);
    case 'wait':
      return `(${at}yield [${[builtin.op, ...call.args.map(arg => scope.value(arg, scope))].join(',')}])`;
    case 'guestwait': {
      const waits = callWaits(scope.program, call, scope.calendars);
      const form = builtin.plainPlace === null || !waits ? lowerName : `${lowerName}wait`;
      const code = `${at}${scope.shared.builtin(form)}(${list(call.args, scope)})`;
      return waits ? `(yield* ${code})` : code;
    }
    default: {
      if (lowerName === 'void' && call.args[0] !== undefined) return scope.value(call.args[0], scope);
      const inlined = inlineValue(lowerName, call, scope);
      return inlined ?? `${at}${scope.shared.builtin(lowerName)}(${list(call.args, scope)})`;
    }
  }
}

/** Computes the arguments and stops the program. */
function failing(call: CallExpr, scope: SectionScope, args: string): string {
  const fail = `${mark(call.nameAt)}${scope.shared.helper('fail')}(${args})`;
  return call.args.length === 0 ? fail : `(${list(call.args, scope)},${fail})`;
}

export function spawnCode(spawn: SpawnExpr, scope: SectionScope): string {
  const place = `${literal(scope.section.file.name)},${literal(spawn.name.toLowerCase())}`;
  const argument = spawn.argument === null ? 'null' : scope.value(spawn.argument, scope);
  return `${mark(spawn.at)}${scope.shared.helper('spawn')}(${place},${argument})`;
}

function list(args: readonly Expr[], scope: SectionScope): string {
  return args.map(arg => scope.value(arg, scope)).join(',');
}
