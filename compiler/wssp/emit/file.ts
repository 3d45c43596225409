/** One page file: the function that runs in the sandbox, and the plan that stays outside. */
import { type Instruction, Op } from '../../../stdlib/wssp/plan.js';
import { fileName, toBytes } from '../syntax/bytes.js';
import type { Branch, Node } from '../syntax/tree.js';
import type { Use } from '../tables/functions.js';
import type { Prefix } from '../tables/prefixes.js';
import { ExpressionEmitter } from './expressions.js';
import { type EmittedPart, hostPart } from './host.js';
import type { PageProbes } from './probes.js';
import { FileScope, type LoopScope } from './scope.js';
import { type Line, literal } from './writer.js';

/** What one file becomes. Plain data. */
export interface EmittedFile {
  /** Function expression `function(p,out,s,a){...}`, a statement a line. */
  readonly lines: readonly Line[];
  readonly plan: readonly Instruction[];
  /** Members of the guest library that the lines name, each with `$` before it. */
  readonly library: readonly string[];
  /** Lower-case names of the files that are included by a constant name. */
  readonly includes: readonly string[];
  /** Some INCLUDE computes its name. */
  readonly dynamic: boolean;
  readonly uses: readonly Use[];
}

/** Generates the code of a page. */
export function emitFile(nodes: readonly Node[], probes: PageProbes | null = null): EmittedFile {
  return new FileEmitter(probes).file(nodes);
}

/** Of one call in generated code. */
const MOST_ARGUMENTS = 100;

class FileEmitter {
  private readonly scope = new FileScope();
  private readonly expressions = new ExpressionEmitter(this.scope);
  private readonly includes = new Set<string>();
  private dynamic = false;
  private lines: Line[] = [];
  private labels = 0;
  private deepest = 0;
  /** False in code that runs when the sandbox cannot give values. */
  private mayGive = true;

  constructor(private readonly probes: PageProbes | null) {}

  file(nodes: readonly Node[]): EmittedFile {
    if (this.probes !== null) this.scope.lib('dbg');
    const plan = this.block(nodes);
    const body = this.lines;
    this.lines = [];
    this.line('function(p,out,s,a){', -1);
    const locals = [...this.scope.declared];
    const frames = [...this.scope.inherited].map(
      ([name, f]) => `${f}=${this.scope.lib('scan')}(s,${literal(name)})`,
    );
    const declared = ['n=out.length', 'D=p.data', 'E=D.entries', ...frames, ...locals];
    this.line(`let ${declared.join(',')};`, -1);
    if (this.probes !== null) this.line(this.begin(this.probes), -1);
    this.append(body);
    this.line(this.probes === null ? '}' : `}finally{${this.scope.lib('dbg')}.leave($frame);}}`, -1);
    return {
      lines: this.lines,
      plan,
      library: [...this.scope.library],
      includes: [...this.includes],
      dynamic: this.dynamic,
      uses: [...this.expressions.uses],
    };
  }

  private line(code: string, at: number): void {
    this.lines.push({ code, at });
  }

  /** One by one: a call cannot take as many arguments as a page has lines. */
  private append(lines: readonly Line[]): void {
    for (const line of lines) this.lines.push(line);
  }

  private push(field: string, at: number): void {
    this.line(`out[n++]=${field};`, at);
  }

  private block(nodes: readonly Node[]): Instruction[] {
    const plan: Instruction[] = [];
    for (const node of nodes) {
      const instruction = this.node(node);
      if (instruction !== null) addInstruction(plan, instruction);
    }
    return plan;
  }

  /** The dataset, and the current elements of all loops: those of closed ones are left over. */
  private begin({ section }: PageProbes): string {
    const elements = Array.from({ length: this.deepest }, (_, i) => `x${i + 1}===undefined?null:x${i + 1}`);
    return `const $frame=${this.scope.lib('dbg')}.enter(${section},()=>[${['D', ...elements].join(',')}]);try{`;
  }

  private probe(at: number): void {
    if (this.probes === null) return;
    const { loops } = this.scope;
    this.deepest = Math.max(this.deepest, loops.length);
    const place = this.probes.place(
      at,
      loops.map(({ scanner }) => scanner),
    );
    this.line(`${this.scope.lib('dbg')}.at(${place});`, -1);
  }

  private node(node: Node): Instruction | null {
    if (node.type !== 'literal') this.probe(node.at);
    // A debugger wants to see every step.
    const part = this.probes === null ? hostPart(node, this.expressions, this.mayGive) : null;
    return part === null ? this.guestNode(node) : this.part(node, part);
  }

  /** The sandbox gives the values, or does everything when it cannot. */
  private part(node: Node, { given, block }: EmittedPart): Instruction {
    if (given.length === 0) return [Op.Host, 0, block, []];
    const target = this.scope.local('G');
    this.line(`if((${target}=p.given)!==null){`, node.at);
    for (let i = 0; i < given.length; i += MOST_ARGUMENTS)
      this.line(`${target}.push(${given.slice(i, i + MOST_ARGUMENTS).join(',')});`, node.at);
    this.line('}else{', node.at);
    this.mayGive = false;
    const fields = this.guestNode(node);
    this.mayGive = true;
    this.line('}', -1);
    return [Op.Host, given.length, block, fields === null ? [] : [fields]];
  }

  private guestNode(node: Node): Instruction | null {
    switch (node.type) {
      case 'literal':
        return toBytes(node.text);
      case 'value':
        return this.element(node);
      case 'if':
        return this.condition(node.branches);
      case 'loop':
        return this.loop(node);
      case 'include':
        return this.include(node);
    }
  }

  private element(node: Extract<Node, { type: 'value' }>): Instruction | null {
    const { prefix, parameters, expression, at } = node;
    if (prefix === null) {
      if (expression.type === 'text') return expression.value;
      this.push(this.expressions.value(expression), at);
      return [Op.Raw];
    }
    if (prefix.strings === true) this.expressions.uses.add('strings');
    for (const parameter of parameters) this.push(this.expressions.value(parameter), at);
    const mark = MARKS.get(prefix.op);
    const field =
      mark === undefined
        ? this.expressions.value(expression)
        : this.expressions.markedField(expression, mark);
    this.push(field, at);
    return instructionOf(prefix, parameters.length);
  }

  private condition(branches: readonly Branch[]): Instruction {
    const label = `b${this.labels++}`;
    const plans: Instruction[][] = [];
    this.line(`${label}:{`, branches[0]?.at ?? -1);
    branches.forEach((branch, number) => {
      if (branch.condition !== null)
        this.line(`if(${this.expressions.condition(branch.condition)}){`, branch.at);
      this.push(String(number), branch.at);
      plans.push(this.block(branch.body));
      if (branch.condition !== null) this.line(`break ${label};}`, -1);
    });
    // No branch: a number that the plan does not have.
    if (branches.at(-1)?.condition !== null) this.push(String(branches.length), -1);
    this.line('}', -1);
    return [Op.If, plans];
  }

  private loop(node: Extract<Node, { type: 'loop' }>): Instruction {
    const { at } = node;
    const list = this.expressions.value(node.list);
    const outer = this.lines;
    this.lines = [];
    const loop = this.scope.openLoop(node.scanner);
    const plan = this.block(node.body);
    this.scope.closeLoop();
    const body = this.lines;
    this.lines = outer;
    this.loopCode(loop, list, body, at);
    return [Op.Loop, plan];
  }

  private loopCode(loop: LoopScope, list: string, body: readonly Line[], at: number): void {
    const [a, c, i, x] = ['a', 'c', 'i', 'x'].map(letter => letter + loop.level);
    const items = this.scope.lib('items');
    if (loop.usesKeys) {
      const [l, k] = [this.scope.local(`l${loop.level}`), this.scope.local(`k${loop.level}`)];
      this.line(`${k}=${this.scope.lib('keys')}(${l}=${list});`, at);
      this.line(`${a}=${items}(${l});`, at);
    } else {
      this.line(`${a}=${items}(${list});`, at);
    }
    this.push(`${c}=${a}.length`, at);
    if (body.length === 0) return;
    this.append(loop.lines);
    this.line(`for(${i}=0;${i}<${c};${i}++){`, at);
    this.line(`${x}=${a}[${i}];`, at);
    if (loop.usesEntries) {
      const e = this.scope.local(`e${loop.level}`);
      const none = this.scope.lib('none');
      this.line(`${e}=typeof ${x}==="object"&&${x}!==null&&${x}.kind===5?${x}.entries:${none};`, at);
    }
    this.append(body);
    this.line('}', -1);
  }

  private include(node: Extract<Node, { type: 'include' }>): Instruction {
    const { file, at } = node;
    const args =
      node.args.length === 0 ? 'null' : `[${node.args.map(e => this.expressions.value(e)).join(',')}]`;
    const name = file.type === 'text' ? fileName(file.value) : null;
    const scanners = this.frames();
    if (name === null) {
      this.dynamic = true;
      const call = this.scope.lib('includeNamed');
      this.line(`${call}(p,out,${this.expressions.value(file)},${scanners},${args});`, at);
    } else {
      this.includes.add(name);
      this.line(`${this.scope.lib('include')}(p,out,${literal(name)},${scanners},${args});`, at);
    }
    this.line('n=out.length;', at);
    return name === null ? [Op.IncludeNamed] : [Op.Include, name];
  }

  /** The scanners that the included file may use: those of this page's includer, and the loops open here. */
  private frames(): string {
    let code = 's';
    for (const loop of this.scope.loops) {
      loop.usesKeys = true;
      const l = loop.level;
      const keys = this.scope.local(`k${l}`);
      code = `${this.scope.lib('frame')}(${code},${literal(loop.scanner)},x${l},i${l},c${l},${keys})`;
    }
    return code;
  }
}

const MARKS: ReadonlyMap<Op, string> = new Map([
  [Op.Date, 'markTime'],
  [Op.DateShort, 'markTime'],
  [Op.Time, 'markTime'],
  [Op.TimeShort, 'markTime'],
  [Op.DateTime, 'markTime'],
  [Op.DateTimeShort, 'markTime'],
  [Op.DateAs, 'markTime'],
  [Op.Size, 'markNumber'],
  [Op.Duration, 'markNumber'],
  [Op.HtmlUsing, 'markData'],
]);

function instructionOf(prefix: Prefix, parameters: number): Instruction {
  return prefix.op === Op.HtmlSubst ? [Op.HtmlSubst, parameters] : ([prefix.op] as Instruction);
}

/** Neighbouring texts become one. */
function addInstruction(plan: Instruction[], instruction: Instruction): void {
  const last = plan.at(-1);
  if (typeof instruction === 'string' && typeof last === 'string') plan[plan.length - 1] = last + instruction;
  else if (instruction !== '') plan.push(instruction);
}
