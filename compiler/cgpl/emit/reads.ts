/**
 * Elements that are read more than once while nothing can have changed them: the first reading is kept in a variable.
 * Two readings are the same when they are spelled by the same variables, names and literals. Storing an element of any
 * container may change what was read of another one, since both may be the same; a call may change everything, but for
 * built-ins that are known to change nothing.
 */
import type { CallExpr, Expr, LoopStatement, Statement, Target } from '../syntax/tree.js';

/** Variables for this in one section at most. */
const MOST = 100;

/** Longest path that is followed. */
const LONGEST = 200;

/** Readings that are known at a time: the oldest goes. */
const MOST_KNOWN = 50;

/** Built-ins that change no container. */
const QUIET: ReadonlySet<string> = new Set(
  (
    'void length string number substring range findsubstring min max tolowercase touppercase same objectclass isarray isdata isdate ' +
    'isdictionary isipaddress isnumber isstring isxml'
  ).split(' '),
);

/** Built-ins that change arrays only. */
const OF_ARRAYS: ReadonlySet<string> = new Set(['addelement']);

type Access = Extract<Expr, { kind: 'key' | 'keyof' | 'index' }>;

/** What was read at a place, and what it depends on. */
interface Known {
  readonly first: Access;
  /** Variables that the path goes through. */
  readonly slots: readonly number[];
  /** Names that the path goes through, in small letters; null where a name is computed. */
  readonly names: readonly (string | null)[];
  readonly hasIndex: boolean;
}

type Readings = Map<string, Known>;

interface Path extends Omit<Known, 'first'> {
  readonly text: string;
}

/** What the code of a section keeps. Tells type inference where it may keep what it knows. */
export class SharedReads {
  /** @param firstSlot number of the section's variables */
  constructor(readonly firstSlot: number) {}

  readonly #kept = new Map<Expr, string>();
  readonly #again = new Map<Expr, string>();

  /** The variable in which what this node reads was kept before, null when it must be read. */
  known(node: Expr): string | null {
    return this.#again.get(node) ?? null;
  }

  /** The variable in which what this node reads is kept for others. */
  keeper(node: Expr): string | null {
    return this.#kept.get(node) ?? null;
  }

  get variables(): readonly string[] {
    return [...this.#kept.values()];
  }

  share(first: Access, again: Access): void {
    let name = this.#kept.get(first);
    if (name === undefined) {
      if (this.#kept.size >= MOST) return;
      name = `$e${this.#kept.size}`;
      first.slot = this.firstSlot + this.#kept.size;
      first.again = false;
      this.#kept.set(first, name);
    }
    again.slot = first.slot ?? 0;
    again.again = true;
    this.#again.set(again, name);
  }
}

/** The readings of a section that can be shared. */
export function sharedReads(statements: readonly Statement[], firstSlot: number): SharedReads {
  const shared = new SharedReads(firstSlot);
  new Walk(shared).list(statements, new Map());
  return shared;
}

class Walk {
  constructor(readonly shared: SharedReads) {}

  /** Walks statements; `readings` becomes what is known behind them. False when that place is not reached. */
  list(statements: readonly Statement[], readings: Readings): boolean {
    let reached = true;
    for (const statement of statements) if (!this.#statement(statement, readings)) reached = false;
    return reached;
  }

  #statement(statement: Statement, readings: Readings): boolean {
    switch (statement.kind) {
      case 'assign': {
        const { target, op, value } = statement;
        if (target.kind === 'variable') {
          this.#expr(value, readings);
          forget(readings, ({ slots }) => slots.includes(target.slot));
        } else {
          const path = this.#path(target, readings);
          // the old value of what an operator and `=` change
          const known = op === '=' || path === null ? undefined : readings.get(path.text);
          if (known !== undefined) this.shared.share(known.first, target);
          this.#expr(value, readings);
          stored(target, readings);
        }
        return true;
      }
      case 'do':
        this.#expr(statement.call, readings);
        return true;
      case 'var':
        for (const { variable, value } of statement.items) {
          if (value !== null) this.#expr(value, readings);
          forget(readings, ({ slots }) => slots.includes(variable.slot));
        }
        return true;
      case 'if': {
        let after: Readings | null = null;
        let rest = readings;
        for (const { condition, body } of statement.arms) {
          const { yes, no } = this.#condition(condition, new Map(rest));
          if (this.list(body, yes)) after = after === null ? yes : meet(after, yes);
          rest = no;
        }
        if (statement.otherwise === null || this.list(statement.otherwise, rest))
          after = after === null ? rest : meet(after, rest);
        become(readings, after ?? new Map());
        return after !== null;
      }
      case 'loop':
        this.#loop(statement, readings);
        return true;
      case 'return':
        if (statement.value !== null) this.#expr(statement.value, readings);
        return false;
      case 'stop':
        return false;
      case 'exitif':
        become(readings, this.#condition(statement.condition, new Map(readings)).no);
        return true;
    }
  }

  /** Nothing is known at the head of a loop, where its end comes back to. */
  #loop({ first, condition, step, body, trailing }: LoopStatement, readings: Readings): void {
    if (first !== null) this.#statement(first, readings);
    const inside = condition === null ? new Map() : this.#condition(condition, new Map()).yes;
    if (!this.list(body, inside)) inside.clear();
    if (step !== null) this.#statement(step, inside);
    if (trailing !== null) this.#expr(trailing, inside);
    readings.clear();
  }

  /** What is known where a condition held, and where it did not. */
  #condition(expr: Expr, readings: Readings): { yes: Readings; no: Readings } {
    if (expr.kind === 'unary' && expr.op === 'not') {
      const { yes, no } = this.#condition(expr.operand, readings);
      return { yes: no, no: yes };
    }
    if (expr.kind === 'binary' && (expr.op === '&&' || expr.op === '||')) {
      const parts = chainOf(expr);
      let on = readings;
      let left: Readings | null = null;
      for (const part of parts) {
        const { yes, no } = this.#condition(part, new Map(on));
        const [goesOn, leaves] = expr.op === '&&' ? [yes, no] : [no, yes];
        left = left === null ? leaves : meet(left, leaves);
        on = goesOn;
      }
      const leaves = left ?? new Map();
      return expr.op === '&&' ? { yes: on, no: leaves } : { yes: leaves, no: on };
    }
    this.#expr(expr, readings);
    return { yes: readings, no: new Map(readings) };
  }

  /** Walks an expression; gives its path, null for one that has none. */
  #expr(expr: Expr, readings: Readings): Path | null {
    switch (expr.kind) {
      case 'variable':
        return { text: `$${expr.slot}`, slots: [expr.slot], names: [], hasIndex: false };
      case 'string':
        return expr.value.length > LONGEST ? null : constant(JSON.stringify(expr.value));
      case 'number':
        return constant(`${expr.value}`);
      case 'key':
      case 'keyof':
      case 'index': {
        const path = this.#path(expr, readings);
        if (path !== null) this.#read(expr, path, readings);
        return path;
      }
      case 'call':
        for (const arg of expr.args) this.#expr(arg, readings);
        called(expr, readings);
        return null;
      case 'spawn':
        if (expr.argument !== null) this.#expr(expr.argument, readings);
        readings.clear();
        return null;
      case 'unary':
        this.#expr(expr.operand, readings);
        return null;
      case 'ternary': {
        const { yes, no } = this.#condition(expr.condition, new Map(readings));
        this.#expr(expr.yes, yes);
        this.#expr(expr.no, no);
        become(readings, meet(yes, no));
        return null;
      }
      case 'binary': {
        if (expr.op === '&&' || expr.op === '||') {
          const { yes, no } = this.#condition(expr, new Map(readings));
          become(readings, meet(yes, no));
          return null;
        }
        // left sides may go down very far
        for (const part of chainOf(expr)) this.#expr(part, readings);
        return null;
      }
      default:
        return null;
    }
  }

  /** Walks the parts of an access; gives its path. */
  #path(expr: Access, readings: Readings): Path | null {
    const object = this.#expr(expr.object, readings);
    if (expr.kind === 'key') {
      const name = expr.name.toLowerCase();
      return longer(object, constant(JSON.stringify(expr.name)), '.', { names: [name], hasIndex: false });
    }
    const part = expr.kind === 'keyof' ? expr.key : expr.index;
    const path = this.#expr(part, readings);
    // parts of a path within a path are set apart
    const key = path !== null && isAccess(part) ? { ...path, text: `(${path.text})` } : path;
    if (expr.kind === 'index') return longer(object, key, '#', { names: [], hasIndex: true });
    const name = part.kind === 'string' ? part.value.toLowerCase() : null;
    return longer(object, key, '.', { names: [name], hasIndex: false });
  }

  #read(expr: Access, { text, slots, names, hasIndex }: Path, readings: Readings): void {
    const known = readings.get(text);
    if (known !== undefined) this.shared.share(known.first, expr);
    else {
      readings.set(text, { first: expr, slots, names, hasIndex });
      if (readings.size > MOST_KNOWN)
        for (const oldest of readings.keys()) {
          readings.delete(oldest);
          break;
        }
    }
  }
}

/** The operands of a chain of binary operators, from the left; those of `&&` and `||` only under the same operator. */
function chainOf(expr: Extract<Expr, { kind: 'binary' }>): Expr[] {
  const isShort = (op: string): boolean => op === '&&' || op === '||';
  const parts: Expr[] = [];
  let left: Expr = expr;
  while (left.kind === 'binary' && (isShort(expr.op) ? left.op === expr.op : !isShort(left.op))) {
    parts.push(left.right);
    left = left.left;
  }
  parts.push(left);
  return parts.reverse();
}

const isAccess = ({ kind }: Expr): boolean => kind === 'key' || kind === 'keyof' || kind === 'index';

const constant = (text: string): Path => ({ text, slots: [], names: [], hasIndex: false });

function longer(
  object: Path | null,
  key: Path | null,
  sign: string,
  step: Pick<Path, 'names' | 'hasIndex'>,
): Path | null {
  if (object === null || key === null) return null;
  const text = object.text + sign + key.text;
  if (text.length > LONGEST) return null;
  return {
    text,
    slots: [...object.slots, ...key.slots],
    names: [...object.names, ...key.names, ...step.names],
    hasIndex: object.hasIndex || key.hasIndex || step.hasIndex,
  };
}

function forget(readings: Readings, isOld: (known: Known) => boolean): void {
  for (const [text, known] of readings) if (isOld(known)) readings.delete(text);
}

/** An element was stored. A key of a dictionary moves what stands under numbers, too. */
function stored(target: Exclude<Target, { kind: 'variable' }>, readings: Readings): void {
  if (target.kind === 'index') forget(readings, ({ hasIndex }) => hasIndex);
  else {
    const named =
      target.kind === 'key' ? target.name : target.key.kind === 'string' ? target.key.value : null;
    const name = named === null ? null : named.toLowerCase();
    forget(
      readings,
      ({ names, hasIndex }) =>
        hasIndex || (name === null ? names.length > 0 : names.includes(name) || names.includes(null)),
    );
  }
}

function called({ target }: CallExpr, readings: Readings): void {
  if (target?.kind === 'builtin') {
    if (QUIET.has(target.lowerName)) return;
    if (OF_ARRAYS.has(target.lowerName)) {
      forget(readings, ({ hasIndex }) => hasIndex);
      return;
    }
  }
  readings.clear();
}

/** What both know of the same reading. */
function meet(a: Readings, b: Readings): Readings {
  const both: Readings = new Map();
  for (const [text, known] of a) if (b.get(text)?.first === known.first) both.set(text, known);
  return both;
}

function become(readings: Readings, other: Readings): void {
  if (readings === other) return;
  readings.clear();
  for (const [text, known] of other) readings.set(text, known);
}
