/** The syntax tree of CG/PL. `at` and `end` are offsets in the source; `type` is filled in by type inference. */
import type { ExprType } from '../types/type.js';

// biome-ignore format: rows of one kind
export type BinaryOp =
  | '+' | '-' | '*' | '/' | '%'
  | '<' | '<=' | '>' | '>=' | '==' | '!='
  | 'and' | 'or' | 'xor' | '&&' | '||';

export type AssignOp = '=' | '+' | '-' | '*' | '/' | '%' | 'and' | 'or';

interface Node {
  readonly at: number;
  readonly end: number;
}

interface ExprNode extends Node {
  /** How many nodes lie on the longest way down. */
  readonly height: number;
  type: ExprType;
}

export interface NumberExpr extends ExprNode {
  readonly kind: 'number';
  readonly value: number | bigint;
}
export interface StringExpr extends ExprNode {
  readonly kind: 'string';
  /** Bytes, one unit each. */
  readonly value: string;
}
export interface ConstantExpr extends ExprNode {
  readonly kind: 'null' | 'true' | 'false';
}
export interface VariableExpr extends ExprNode {
  readonly kind: 'variable';
  readonly name: string;
  /** Number of the variable in its section, set by name resolution. */
  slot: number;
}
export interface CallExpr extends ExprNode {
  readonly kind: 'call';
  readonly module: string | null;
  readonly name: string;
  /** Where the name stands. */
  readonly nameAt: number;
  /** `x.f(a)`: x is the first argument. */
  readonly method: boolean;
  readonly args: readonly Expr[];
  target: CallTarget | null;
}
export interface SpawnExpr extends ExprNode {
  readonly kind: 'spawn';
  readonly name: string;
  readonly nameAt: number;
  readonly argument: Expr | null;
}
/** Reads an element. */
interface ElementExpr extends ExprNode {
  /** Where type inference keeps what is known of an element that is read again, see `emit/reads.ts`. */
  slot?: number;
  /** It was read before, and nothing can have changed it. */
  again?: boolean;
}
export interface KeyExpr extends ElementExpr {
  readonly kind: 'key';
  readonly object: Expr;
  readonly name: string;
}
export interface KeyOfExpr extends ElementExpr {
  readonly kind: 'keyof';
  readonly object: Expr;
  readonly key: Expr;
}
export interface IndexExpr extends ElementExpr {
  readonly kind: 'index';
  readonly object: Expr;
  readonly index: Expr;
}
export interface UnaryExpr extends ExprNode {
  readonly kind: 'unary';
  readonly op: '+' | '-' | 'not';
  readonly operand: Expr;
}
export interface BinaryExpr extends ExprNode {
  readonly kind: 'binary';
  readonly op: BinaryOp;
  readonly left: Expr;
  readonly right: Expr;
}
export interface TernaryExpr extends ExprNode {
  readonly kind: 'ternary';
  readonly condition: Expr;
  readonly yes: Expr;
  readonly no: Expr;
}

export type Expr =
  | NumberExpr
  | StringExpr
  | ConstantExpr
  | VariableExpr
  | CallExpr
  | SpawnExpr
  | KeyExpr
  | KeyOfExpr
  | IndexExpr
  | UnaryExpr
  | BinaryExpr
  | TernaryExpr;

export type Target = VariableExpr | KeyExpr | KeyOfExpr | IndexExpr;

export interface AssignStatement extends Node {
  readonly kind: 'assign';
  readonly target: Target;
  readonly op: AssignOp;
  readonly value: Expr;
}
export interface CallStatement extends Node {
  readonly kind: 'do';
  readonly call: CallExpr;
}
export interface VarStatement extends Node {
  readonly kind: 'var';
  readonly items: readonly { readonly variable: VariableExpr; readonly value: Expr | null }[];
}
export interface IfStatement extends Node {
  readonly kind: 'if';
  readonly arms: readonly { readonly condition: Expr; readonly body: readonly Statement[] }[];
  readonly otherwise: readonly Statement[] | null;
}
export interface LoopStatement extends Node {
  readonly kind: 'loop';
  readonly first: AssignStatement | CallStatement | null;
  readonly condition: Expr | null;
  readonly step: AssignStatement | CallStatement | null;
  readonly body: readonly Statement[];
  /** Condition behind the body: `loop { } while c;`. */
  readonly trailing: Expr | null;
  /** What type inference knows of the variables where the loop begins. */
  head: number[] | null;
}
export interface ReturnStatement extends Node {
  readonly kind: 'return';
  readonly value: Expr | null;
}
export interface StopStatement extends Node {
  readonly kind: 'stop';
}
export interface ExitifStatement extends Node {
  readonly kind: 'exitif';
  readonly condition: Expr;
}
export type Simple = AssignStatement | CallStatement;
export type Statement =
  | AssignStatement
  | CallStatement
  | VarStatement
  | IfStatement
  | LoopStatement
  | ReturnStatement
  | StopStatement
  | ExitifStatement;

export type SectionKind = 'entry' | 'procedure' | 'function';

/** A name as it stands in a declaration. */
export interface NameAt {
  readonly name: string;
  readonly at: number;
}

export interface SectionNode extends Node {
  readonly kind: SectionKind;
  readonly module: string | null;
  readonly name: string;
  readonly nameAt: number;
  readonly params: readonly NameAt[];
  /** null for forward and external declarations. */
  readonly body: readonly Statement[] | null;
  readonly declared: 'body' | 'forward' | 'external';
  /** Where the lexeme behind the heading stands. */
  readonly bodyAt: number;
}

/** What a call calls; made by name resolution. */
export type CallTarget =
  | { readonly kind: 'section'; readonly section: SectionSymbolRef }
  | { readonly kind: 'external'; readonly section: SectionSymbolRef }
  | { readonly kind: 'builtin'; readonly lowerName: string }
  | { readonly kind: 'extra'; readonly lowerName: string };

/** The part of a section symbol that calls need. */
export interface SectionSymbolRef {
  readonly kind: SectionKind;
  readonly name: string;
  readonly lowerName: string;
  readonly module: string | null;
  readonly params: readonly NameAt[];
}
