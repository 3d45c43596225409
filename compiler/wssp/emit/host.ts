/**
 * Parts of a page that are worked out on the host (`HostPart` of `stdlib/wssp/plan.ts`): which ones, and their
 * instructions. Loops through lists, whose values the sandbox hands over in one piece, and everything that comes from
 * the host anyway: texts, settings, session.
 */
import {
  type HostExpression,
  type HostInstruction,
  type LoopTerm,
  Op,
  Term,
} from '../../../stdlib/wssp/plan.js';
import { toBytes } from '../syntax/bytes.js';
import type { Argument, Expression, Node, Step } from '../syntax/tree.js';
import { PAGE_FUNCTIONS } from '../tables/functions.js';
import type { ExpressionEmitter } from './expressions.js';

type Call = Extract<Expression, { type: 'call' }>;
type Path = Extract<Expression, { type: 'path' }>;

/** Functions that the sandbox computes as well as the host: their arguments are all they need. */
const ASKING = new Set([
  ...['session', 'settings', 'accountSettings', 'string', 'dictionary', 'array', 'monthNames', 'weekDays'],
  ...['currentTime', 'selectedLanguage', 'selectedTimeZone', 'randomElement', 'knownCharsets'],
  ...['knownTimeZones', 'requestSecure', 'requestResource', 'requestSourceIP', 'serverVersion'],
]);

const LOOP_TERMS: Readonly<Record<string, LoopTerm>> = {
  index: Term.Index,
  key: Term.Key,
  isFirst: Term.IsFirst,
  isLast: Term.IsLast,
  isEven: Term.IsEven,
  isHalf: Term.IsHalf,
};

/** One part: the code of the values that it needs, and what the host does with them. */
export interface EmittedPart {
  readonly given: readonly string[];
  readonly block: readonly HostInstruction[];
}

/** Whether parts of pages include files, remembered by node: nested blocks ask again and again. */
const inclusions = new WeakMap<Node, boolean>();

const includes = (nodes: readonly Node[]): boolean => nodes.some(node => hasInclude(node));

function hasInclude(node: Node): boolean {
  if (node.type === 'literal' || node.type === 'value') return false;
  if (node.type === 'include') return true;
  let known = inclusions.get(node);
  if (known === undefined) {
    known = node.type === 'loop' ? includes(node.body) : node.branches.some(({ body }) => includes(body));
    inclusions.set(node, known);
  }
  return known;
}

/**
 * The part that a node becomes, null when the sandbox does it.
 * @param mayGive false: only what needs no value of the sandbox
 */
export function hostPart(node: Node, expressions: ExpressionEmitter, mayGive: boolean): EmittedPart | null {
  if (node.type === 'literal' || hasInclude(node)) return null;
  if (!mayGive && needsGuest([node], [])) return null;
  switch (node.type) {
    case 'value': {
      if (node.prefix === null && node.expression.type === 'text') return null;
      const all = [node.expression, ...node.parameters];
      const needsHost = all.some(e => leavesOf(e, noLoop).asks);
      const isFree = !all.some(e => leavesOf(e, noLoop).guest);
      return needsHost || isFree ? new PartEmitter(expressions).part(node) : null;
    }
    case 'if':
      return needsGuest([node], []) ? null : new PartEmitter(expressions).part(node);
    case 'loop':
      return new PartEmitter(expressions).part(node);
    default:
      return null;
  }
}

/**
 * Some value of these nodes comes from the sandbox. `loops`: scanners around them that belong to the part; one that
 * differs in letter case only counts as one of the sandbox.
 */
function needsGuest(nodes: readonly Node[], loops: readonly string[]): boolean {
  const isLoop: IsLoop = name => loops.includes(name);
  return nodes.some(node => {
    switch (node.type) {
      case 'value':
        return [node.expression, ...node.parameters].some(e => leavesOf(e, isLoop).guest);
      case 'if':
        return node.branches.some(
          ({ condition, body }) =>
            (condition !== null && leavesOf(condition, isLoop).guest) || needsGuest(body, loops),
        );
      case 'loop':
        return leavesOf(node.list, isLoop).guest || needsGuest(node.body, [...loops, node.scanner]);
      default:
        return node.type === 'include';
    }
  });
}

/** Where the values of an expression come from. */
interface Leaves {
  /** From the sandbox: the dataset, arguments of inclusions, scanners of the sandbox. */
  readonly guest: boolean;
  /** From loops of the part. */
  readonly loop: boolean;
  /** From functions that ask the host. */
  readonly asks: boolean;
}

/** Is this scanner a loop of the part? */
type IsLoop = (scanner: string) => boolean;

const noLoop: IsLoop = () => false;

const NONE: Leaves = { guest: false, loop: false, asks: false };

const both = (a: Leaves, b: Leaves): Leaves => ({
  guest: a.guest || b.guest,
  loop: a.loop || b.loop,
  asks: a.asks || b.asks,
});

function leavesOf(e: Expression, isLoop: IsLoop): Leaves {
  const ofScanner = (name: string): Leaves => ({ ...NONE, [isLoop(name) ? 'loop' : 'guest']: true });
  switch (e.type) {
    case 'text':
    case 'number':
      return NONE;
    case 'element':
      return { ...NONE, guest: true };
    case 'scanner':
      return ofScanner(e.name);
    case 'path':
      return e.steps.map(step => ofStep(step, isLoop)).reduce(both, leavesOf(e.base, isLoop));
    case 'all':
    case 'any':
      return e.operands.map(o => leavesOf(o, isLoop)).reduce(both, NONE);
    case 'call': {
      const [first] = e.args;
      const own = { guest: e.fn.name === 'INCLUDEARG', loop: false, asks: ASKING.has(e.fn.guest) };
      const scanner = e.fn.first === 'scanner' && first?.type === 'name' ? ofScanner(first.name) : NONE;
      return e.args
        .map(a => (a.type === 'expression' ? leavesOf(a.expression, isLoop) : NONE))
        .reduce(both, both(own, scanner));
    }
  }
}

function ofStep(step: Step, isLoop: IsLoop): Leaves {
  if (step.type === 'key') return NONE;
  return leavesOf(step.type === 'index' ? step.index : step.key, isLoop);
}

class PartEmitter {
  private readonly given: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly loops: string[] = [];

  constructor(private readonly expressions: ExpressionEmitter) {}

  part(node: Node): EmittedPart {
    return { block: this.block([node]), given: this.given };
  }

  private block(nodes: readonly Node[]): HostInstruction[] {
    return nodes.map(node => this.node(node)).filter(instruction => instruction !== '');
  }

  private node(node: Node): HostInstruction {
    switch (node.type) {
      case 'literal':
        return toBytes(node.text);
      case 'value': {
        const { prefix, expression, parameters } = node;
        if (prefix === null && expression.type === 'text') return expression.value;
        if (prefix?.strings === true) this.expressions.uses.add('strings');
        const value = this.value(expression);
        return [(prefix?.op ?? Op.Raw) as Op.Raw, value, parameters.map(e => this.value(e))];
      }
      case 'if':
        return [
          Op.If,
          node.branches.map(({ condition, body }) => [
            condition === null ? null : this.condition(condition),
            this.block(body),
          ]),
        ];
      case 'loop': {
        const list = this.value(node.list);
        this.loops.push(node.scanner);
        const body = this.block(node.body);
        this.loops.pop();
        return [Op.Loop, list, body];
      }
      case 'include':
        throw new Error('an inclusion in a part for the host');
    }
  }

  /** Where the value is not needed, the sandbox tells only whether there is one. */
  private condition(e: Expression): HostExpression {
    if (this.isOfGuest(e)) return this.give(`(${this.expressions.condition(e)})?"YES":null`);
    if (e.type === 'all' || e.type === 'any')
      return [e.type === 'all' ? Term.All : Term.Any, e.operands.map(o => this.condition(o))];
    return e.type === 'call' && e.fn.gives === 'flag' ? this.call(e) : [Term.Exists, this.value(e)];
  }

  private value(e: Expression): HostExpression {
    if (this.isOfGuest(e)) return this.give(this.expressions.value(e));
    switch (e.type) {
      case 'text':
        return [Term.Constant, e.value];
      case 'number':
        return Number.isSafeInteger(Number(e.digits))
          ? [Term.Constant, Number(e.digits)]
          : [Term.Long, e.digits];
      case 'element':
        return this.give(this.expressions.value(e));
      case 'scanner':
        return [Term.Element, this.loopOf(e.name) ?? 0];
      case 'path':
        return this.path(e);
      case 'all':
        return [Term.All, e.operands.map(o => this.value(o))];
      case 'any':
        return [Term.Any, e.operands.map(o => this.value(o))];
      case 'call':
        return this.call(e);
    }
  }

  /** Everything in it comes from the sandbox, which can compute it before the part begins. */
  private isOfGuest(e: Expression): boolean {
    const { guest, loop, asks } = leavesOf(e, name => this.loopOf(name) !== null);
    return guest && !loop && !asks;
  }

  /** The loop that is active under this name, null when it is one of the sandbox; see `FileScope.scanner`. */
  private loopOf(name: string): number | null {
    const exact = this.loops.lastIndexOf(name);
    if (exact >= 0) return exact;
    if (this.expressions.scope.loops.some(({ scanner }) => scanner === name)) return null;
    const folded = name.toLowerCase();
    const other = this.loops.findLastIndex(scanner => scanner.toLowerCase() === folded);
    return other < 0 ? null : other;
  }

  private path({ base, steps }: Path): HostExpression {
    let code = this.value(base);
    for (const step of steps) {
      if (step.type === 'key') code = [Term.Member, code, step.key];
      else if (step.type === 'index') code = [Term.At, code, this.value(step.index)];
      else code = [Term.Computed, code, this.value(step.key)];
    }
    return code;
  }

  private call(call: Call): HostExpression {
    const { fn, args } = call;
    const [first, second] = args;
    if (fn.use !== undefined) this.expressions.uses.add(fn.use);
    if (fn.first === 'scanner' && first?.type === 'name') {
      const loop = this.loopOf(first.name);
      if (loop === null) return this.ofGuestScanner(call);
      const term = LOOP_TERMS[fn.guest];
      if (term !== undefined) return [term, loop];
      return [Term.IsIndex, loop, second === undefined ? [Term.Constant, ''] : this.argument(second)];
    }
    if (first?.type === 'expression' && (fn.guest === 'exists' || fn.guest === 'doesNotExist'))
      return [fn.guest === 'exists' ? Term.Exists : Term.Missing, this.condition(first.expression)];
    return [fn.gives === 'flag' ? Term.Flag : Term.Call, fn.guest, args.map(a => this.argument(a))];
  }

  /** ISINDEX of a scanner of the sandbox and a value of the host. */
  private ofGuestScanner({ at, args }: Call): HostExpression {
    const [scanner, other] = args;
    const index = PAGE_FUNCTIONS.get('INDEX');
    if (index === undefined || scanner === undefined || other === undefined) return [Term.Constant, ''];
    const code = this.expressions.value({ type: 'call', at, fn: index, args: [scanner] });
    const given = this.give(code);
    return [Term.All, [given, [Term.Flag, 'equals', [given, this.argument(other)]]]];
  }

  private argument(a: Argument): HostExpression {
    if (a.type === 'expression') return this.value(a.expression);
    return [Term.Constant, a.type === 'name' ? a.name : a.value];
  }

  private give(code: string): HostExpression {
    let number = this.numbers.get(code);
    if (number === undefined) {
      number = this.given.push(code) - 1;
      this.numbers.set(code, number);
    }
    return [Term.Given, number];
  }
}
