/** Works out the parts of a page that the sandbox leaves to the host (`HostPart` of `plan.ts`). */
import { isBig, isData, isTime } from '../../values/is.js';
import type { Bytes, Value } from '../../values/types.js';
import { print } from '../fields.js';
import { items, keys } from '../guest/lookup.js';
import { type HostBranch, type HostInstruction, Op, type TextOp } from '../plan.js';
import { escapeHtml, escapeScript, escapeUrl } from './escapes.js';
import { formatDuration, formatSize, substitute } from './numbers.js';
import { type Holds, holdsFrom, type Place, type ValueOf, valueFrom } from './terms.js';

/** What the parts need of the page that they belong to. */
export interface Writing extends Place {
  /** Throws when the page has become too large. */
  checked(page: Bytes): Bytes;
  decode(bytes: Bytes, charset: Bytes): Bytes;
  date(op: Op, at: number): Bytes;
  dateAs(pattern: Bytes, at: number): Bytes;
}

/** Gives the page with the part added. */
export type Write = (writing: Writing, page: Bytes) => Bytes;

/** A block inside `depth` loops of its part. */
export function writeBlock(block: readonly HostInstruction[], depth = 0): Write {
  const texts: Bytes[] = [''];
  const writes: Write[] = [];
  for (const instruction of block) {
    if (typeof instruction === 'string') texts[writes.length] += instruction;
    else {
      writes.push(writeOne(instruction, depth));
      texts.push('');
    }
  }
  return (writing, before) => {
    let page = before;
    for (let i = 0; i < writes.length; i++) page = (writes[i] as Write)(writing, page + texts[i]);
    return page + texts[writes.length];
  };
}

function writeOne(instruction: Exclude<HostInstruction, Bytes>, depth: number): Write {
  if (instruction[0] === Op.If) return writeBranches(instruction[1], depth);
  if (instruction[0] === Op.Loop)
    return writeLoop(valueFrom(instruction[1]), writeBlock(instruction[2], depth + 1), depth);
  const [op, expression, parameters] = instruction;
  const value = valueFrom(expression);
  if (op === Op.Html) return writeHtml(value);
  const text = textOf(op, parameters.map(valueFrom));
  return (writing, page) => {
    const v = value(writing);
    return v === null ? page : page + text(v, writing);
  };
}

/** Most of what pages write. */
function writeHtml(value: ValueOf): Write {
  return (writing, page) => {
    const v = value(writing);
    if (typeof v === 'string') return page + escapeHtml(v);
    return v === null ? page : page + escapeHtml(print(v));
  };
}

type TextOf = (v: Value, writing: Writing) => Bytes;

function textOf(op: TextOp, parameters: readonly ValueOf[]): TextOf {
  const [first] = parameters;
  const parameter = (writing: Writing): Bytes => (first === undefined ? '' : print(first(writing)));
  switch (op) {
    case Op.Raw:
      return print;
    case Op.Html:
      return v => escapeHtml(print(v));
    case Op.Url:
      return v => escapeUrl(print(v));
    case Op.JavaScript:
      return v => escapeScript(print(v));
    case Op.HtmlUsing:
      return (v, writing) => escapeHtml(isData(v) ? writing.decode(v.bytes, parameter(writing)) : print(v));
    case Op.HtmlSubst:
      return (v, writing) => {
        const texts = parameters.map(value => print(value(writing)));
        return escapeHtml(substitute(print(v), texts));
      };
    case Op.Size:
      return v => digitsOr(v, formatSize);
    case Op.Duration:
      return v => digitsOr(v, formatDuration);
    case Op.DateAs:
      return (v, writing) => (isTime(v) ? writing.dateAs(parameter(writing), v.at) : print(v));
    default:
      return (v, writing) => (isTime(v) ? writing.date(op, v.at) : print(v));
  }
}

/** Numbers are formatted; other values stay as they are. */
function digitsOr(v: Value, format: (digits: Bytes) => Bytes): Bytes {
  if (typeof v === 'number') return format(String(v));
  return isBig(v) ? format(String(v.big)) : print(v);
}

function writeBranches(branches: readonly HostBranch[], depth: number): Write {
  const conditions = branches.map(
    ([condition]): Holds => (condition === null ? () => true : holdsFrom(condition)),
  );
  const blocks = branches.map(([, block]) => writeBlock(block, depth));
  return (writing, page) => {
    for (let i = 0; i < blocks.length; i++)
      if ((conditions[i] as Holds)(writing)) return (blocks[i] as Write)(writing, page);
    return page;
  };
}

function writeLoop(list: ValueOf, body: Write, depth: number): Write {
  return (writing, before) => {
    const value = list(writing);
    const all = items(value);
    const { elements, indices, counts } = writing;
    writing.keys[depth] = keys(value);
    counts[depth] = all.length;
    let page = before;
    for (let i = 0; i < all.length; i++) {
      writing.tick();
      elements[depth] = all[i] ?? null;
      indices[depth] = i;
      page = writing.checked(body(writing, page));
    }
    return page;
  };
}
