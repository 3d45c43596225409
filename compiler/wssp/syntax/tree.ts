/** What the parser makes of a page. Texts and names are byte strings, offsets count UTF-16 units of the source. */
import type { PageFunction } from '../tables/functions.js';
import type { Prefix } from '../tables/prefixes.js';

export type Expression =
  | { readonly type: 'text'; readonly at: number; readonly value: string }
  /** Decimal digits, perhaps with a minus sign, within 64 bits. */
  | { readonly type: 'number'; readonly at: number; readonly digits: string }
  /** An element of the dataset. */
  | { readonly type: 'element'; readonly at: number; readonly name: string }
  /** `name[]`: the current element of a scanner. */
  | { readonly type: 'scanner'; readonly at: number; readonly name: string }
  | {
      readonly type: 'call';
      readonly at: number;
      readonly fn: PageFunction;
      readonly args: readonly Argument[];
    }
  | { readonly type: 'path'; readonly at: number; readonly base: Expression; readonly steps: readonly Step[] }
  | { readonly type: 'all' | 'any'; readonly at: number; readonly operands: readonly Expression[] };

/** `.name`, `."text"`, `.(expression)` or `[expression]`. */
export type Step =
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'computed-key'; readonly key: Expression }
  | { readonly type: 'index'; readonly index: Expression };

/** A name or number that is not evaluated, or an expression. */
export type Argument =
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'ordinal'; readonly value: number }
  | { readonly type: 'expression'; readonly expression: Expression };

/** The inside of one element. */
export type Element =
  | {
      readonly type: 'value';
      readonly prefix: Prefix | null;
      readonly parameters: readonly Expression[];
      readonly expression: Expression;
    }
  | { readonly type: 'IF' | 'ELIF'; readonly condition: Expression }
  | { readonly type: 'ELSE' | 'ENDIF' | 'COMMENT' }
  | { readonly type: 'FOREACH'; readonly scanner: string; readonly list: Expression }
  | { readonly type: 'ENDFOR'; readonly scanner: string | null; readonly nameAt: number }
  | { readonly type: 'INCLUDE'; readonly file: Expression; readonly args: readonly Expression[] };

/** A page: text, values and blocks in order. `at` and `end` bound the element, or the opening element of a block. */
export type Node =
  | { readonly type: 'literal'; readonly at: number; readonly end: number; readonly text: string }
  | {
      readonly type: 'value';
      readonly at: number;
      readonly end: number;
      readonly prefix: Prefix | null;
      readonly parameters: readonly Expression[];
      readonly expression: Expression;
    }
  | { readonly type: 'if'; readonly at: number; readonly end: number; readonly branches: readonly Branch[] }
  | {
      readonly type: 'loop';
      readonly at: number;
      readonly end: number;
      readonly scanner: string;
      readonly list: Expression;
      readonly body: readonly Node[];
    }
  | {
      readonly type: 'include';
      readonly at: number;
      readonly end: number;
      readonly file: Expression;
      readonly args: readonly Expression[];
    };

/** A branch without condition is the ELSE. */
export interface Branch {
  readonly at: number;
  readonly condition: Expression | null;
  readonly body: readonly Node[];
}
