/**
 * The static half of a linked page: what trusted host code writes, and what it does with the values that the
 * sandbox gives (docs/architecture.md section 3). Pure data, may be kept as JSON.
 *
 * The stream that belongs to a plan is a list of fields, joined by the zero byte. Instructions take fields from
 * its front, in the order of the page.
 */
import type { Bytes } from '../values/types.js';

/** Operations. Kept in compiled pages: never renumber. */
export enum Op {
  /** Field: inserted unchanged. */
  Raw = 1,
  Html = 2,
  Url = 3,
  JavaScript = 4,
  /** Fields: charset, value (a datablock is marked and has its zero bytes escaped, see `fields.ts`). */
  HtmlUsing = 5,
  /** Fields: the parameters, the text. Operand: how many parameters. */
  HtmlSubst = 6,
  /** Fields of these: a marked number of seconds, or any text. */
  Date = 7,
  DateShort = 8,
  Time = 9,
  TimeShort = 10,
  DateTime = 11,
  DateTimeShort = 12,
  /** Fields: pattern, value. */
  DateAs = 13,
  /** Field: a marked number, or any text. */
  Size = 14,
  Duration = 15,
  /** Field: number of the branch taken. Operand: the branches. */
  If = 16,
  /** Field: how many times. Operand: the body. */
  Loop = 17,
  /** Operand: file name. */
  Include = 18,
  /** Field: file name. */
  IncludeNamed = 19,
  /** A part that is worked out on the host, see `HostPart`. */
  Host = 20,
}

/** Operations that write one value. */
export type TextOp = Exclude<Op, Op.If | Op.Loop | Op.Include | Op.IncludeNamed | Op.Host>;

/** Literal text, or an operation with its operand. */
export type Instruction =
  | Bytes
  | readonly [op: Exclude<TextOp, Op.HtmlSubst> | Op.IncludeNamed]
  | readonly [op: Op.HtmlSubst, parameters: number]
  | readonly [op: Op.If, branches: readonly (readonly Instruction[])[]]
  | readonly [op: Op.Loop, body: readonly Instruction[]]
  | readonly [op: Op.Include, file: string]
  | HostPart;

/**
 * What needs nothing of the sandbox but some values: loops through a list, and what comes from the host itself (texts,
 * settings). The sandbox gives the values and leaves the rest to the host, which is many times faster. When it cannot
 * give them (too large, too deep) it does all the work, and the part is made from `fields` like everything else;
 * `fields` is empty when no value is needed.
 */
export type HostPart = readonly [
  op: Op.Host,
  given: number,
  block: readonly HostInstruction[],
  fields: readonly Instruction[],
];

export type HostInstruction =
  | Bytes
  | readonly [op: TextOp, value: HostExpression, parameters: readonly HostExpression[]]
  | readonly [op: Op.If, branches: readonly HostBranch[]]
  | readonly [op: Op.Loop, list: HostExpression, body: readonly HostInstruction[]];

/** Without condition: the ELSE. */
export type HostBranch = readonly [condition: HostExpression | null, block: readonly HostInstruction[]];

/** Parts of expressions. Kept in compiled pages: never renumber. Loops are counted from 0, the outermost of the part. */
export enum Term {
  Constant = 1,
  /** A number outside the safe range. */
  Long = 2,
  /** A value that the sandbox gave, by its number in the part. */
  Given = 3,
  /** Of a loop: current element, index, key; flags about the index. */
  Element = 4,
  Index = 5,
  Key = 6,
  IsFirst = 7,
  IsLast = 8,
  IsEven = 9,
  IsHalf = 10,
  IsIndex = 11,
  /** `x.key`, `x.(key)`, `x[index]` */
  Member = 12,
  Computed = 13,
  At = 14,
  All = 15,
  Any = 16,
  /** Flags: there is a value, there is none. */
  Exists = 17,
  Missing = 18,
  /** A function of the library, by its name there; a flag gives a JavaScript boolean. */
  Call = 19,
  Flag = 20,
}

export type LoopTerm =
  | Term.Element
  | Term.Index
  | Term.Key
  | Term.IsFirst
  | Term.IsLast
  | Term.IsEven
  | Term.IsHalf;

export type HostExpression =
  | readonly [term: Term.Constant, value: Bytes | number]
  | readonly [term: Term.Long, digits: string]
  | readonly [term: Term.Given, number: number]
  | readonly [term: LoopTerm, loop: number]
  | readonly [term: Term.IsIndex, loop: number, index: HostExpression]
  | readonly [term: Term.Member, base: HostExpression, key: Bytes]
  | readonly [term: Term.Computed | Term.At, base: HostExpression, key: HostExpression]
  | readonly [term: Term.All | Term.Any, operands: readonly HostExpression[]]
  | readonly [term: Term.Exists | Term.Missing, value: HostExpression]
  | readonly [term: Term.Call | Term.Flag, name: string, args: readonly HostExpression[]];

/** Instructions of every linked file, by lower-case name; null for one that is missing or does not compile. */
export interface Plan {
  readonly entry: string;
  readonly files: Readonly<Record<string, readonly Instruction[] | null>>;
}

/** Included files may be nested this deep (wssp.md section 6). */
export const MAX_INCLUDE_DEPTH = 16;

/** A page is at most this long, in bytes (wssp.md section 9). */
export const MAX_PAGE_BYTES = 64 * 1024 * 1024;
