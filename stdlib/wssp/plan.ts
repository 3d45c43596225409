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
}

/** Literal text, or an operation with its operand. */
export type Instruction =
  | Bytes
  | readonly [op: Exclude<Op, Op.HtmlSubst | Op.If | Op.Loop | Op.Include>]
  | readonly [op: Op.HtmlSubst, parameters: number]
  | readonly [op: Op.If, branches: readonly (readonly Instruction[])[]]
  | readonly [op: Op.Loop, body: readonly Instruction[]]
  | readonly [op: Op.Include, file: string];

/** Instructions of every linked file, by lower-case name; null for one that is missing or does not compile. */
export interface Plan {
  readonly entry: string;
  readonly files: Readonly<Record<string, readonly Instruction[] | null>>;
}

/** Included files may be nested this deep (wssp.md section 6). */
export const MAX_INCLUDE_DEPTH = 16;

/** A page is at most this long, in bytes (wssp.md section 9). */
export const MAX_PAGE_BYTES = 64 * 1024 * 1024;
