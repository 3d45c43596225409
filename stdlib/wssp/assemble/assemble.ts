/** Makes the page of a plan and a stream. Trusted host code: the stream may be anything. */
import type { Bytes, Value } from '../../values/types.js';
import { PageError } from '../errors.js';
import { marked, markedBytes, unmarked } from '../fields.js';
import { PageAnswers } from '../guest/answers.js';
import type { PageHost } from '../host.js';
import { MAX_INCLUDE_DEPTH, MAX_PAGE_BYTES, Op, type Plan } from '../plan.js';
import { type DateContext, DateFormatter } from './dates.js';
import { escapeHtml, escapeScript, escapeUrl } from './escapes.js';
import type { Writing } from './host.js';
import { formatDuration, formatSize, substitute } from './numbers.js';
import { type Block, type Operand, type PreparedPart, type PreparedPlan, prepare } from './prepare.js';
import { FieldReader } from './reader.js';

/** What HTMLUSING and the date prefixes need, and the parts that are worked out here. */
export interface AssembleContext extends DateContext {
  /** Bytes of a text in the named charset as UTF-8; `decodeText` of `response/charset.ts`. */
  decode(bytes: Bytes, charset: Bytes): Bytes;
  /** What page functions ask. Plans of pages that leave parts to the host need it. */
  readonly host?: PageHost;
  /** Called in loops, often. Throws when the page takes too long. */
  tick?(): void;
}

const NUMBER = /^-?[0-9]{1,20}$/;
const TIME = /^(?:-?[0-9]{1,15}|-?Infinity)$/;

/**
 * The text of the page, in UTF-8.
 * @param stream what `renderStream` gave in the sandbox
 * @param given the values that it gave beside, null when it was asked for none
 * @throws PageError `page-too-large`; `bad-page-stream` when the stream does not fit the plan
 */
export function assemble(
  plan: Plan,
  stream: Bytes,
  context: AssembleContext,
  given: readonly Value[] | null = null,
): Bytes {
  const prepared = prepare(plan);
  const entry = prepared.files.get(plan.entry);
  if (entry === undefined) throw new PageError('bad-page-stream');
  const fields = new FieldReader(stream);
  const page = checked(new Assembler(prepared, fields, context, given).run(entry, ''));
  if (!fields.isAtEnd()) throw new PageError('bad-page-stream');
  return page;
}

function checked(out: Bytes): Bytes {
  if (out.length > MAX_PAGE_BYTES) throw new PageError('page-too-large');
  return out;
}

function repeated(text: Bytes, count: number): Bytes {
  if (text.length * count > MAX_PAGE_BYTES) throw new PageError('page-too-large');
  return text.length === 0 ? '' : text.repeat(count);
}

class Assembler {
  private depth = 0;
  private dates: DateFormatter | null = null;
  private writing: Writing | null = null;
  /** Values and parts of the host so far. */
  private taken = 0;
  private parts = 0;

  constructor(
    private readonly plan: PreparedPlan,
    private readonly fields: FieldReader,
    private readonly context: AssembleContext,
    private readonly given: readonly Value[] | null,
  ) {}

  /** Gives `out` with the block added. Passing it along is much faster than keeping it in a property. */
  run(block: Block, before: Bytes): Bytes {
    const { texts, ops, operands } = block;
    const fields = this.fields;
    let out = before;
    for (let i = 0; i < ops.length; i++) {
      out += texts[i];
      switch (ops[i]) {
        case Op.Raw:
          out += fields.next();
          break;
        case Op.Html:
          out += fields.nextHtml();
          break;
        case Op.Url:
          out += escapeUrl(fields.next());
          break;
        case Op.JavaScript:
          out += escapeScript(fields.next());
          break;
        case Op.If: {
          // The number after the last branch: none of them was taken.
          const branch = (operands[i] as readonly Block[])[fields.nextCount()];
          if (branch !== undefined) out = this.run(branch, out);
          break;
        }
        case Op.Loop:
          out = this.loop(operands[i] as Block, out);
          break;
        case Op.Include:
          out = this.include(operands[i] as string, out);
          break;
        case Op.IncludeNamed:
          out = this.include(fields.next(), out);
          break;
        case Op.Host:
          out = this.part(operands[i] as PreparedPart, out);
          break;
        default:
          out += this.rare(ops[i], operands[i]);
      }
    }
    return out + block.tail;
  }

  private loop(body: Block, before: Bytes): Bytes {
    const count = this.fields.nextCount();
    if (count === 0) return before;
    const start = this.fields.position;
    const { parts } = this;
    let out = checked(this.run(body, before));
    // A repetition that takes no field is like the first one: any count, even a forged one, costs nothing.
    if (this.fields.position === start && this.parts === parts)
      return before + repeated(out.slice(before.length), count);
    for (let i = 1; i < count; i++) out = checked(this.run(body, out));
    return out;
  }

  private include(name: string, before: Bytes): Bytes {
    const file = this.plan.files.get(name);
    if (file === undefined || this.depth >= MAX_INCLUDE_DEPTH) throw new PageError('bad-page-stream');
    this.depth++;
    const out = this.run(file, before);
    this.depth--;
    return checked(out);
  }

  private part({ given, write, fields }: PreparedPart, before: Bytes): Bytes {
    if (given > 0 && this.given === null) return this.run(fields, before);
    this.writing ??= this.begun();
    this.context.tick?.();
    this.parts++;
    this.writing.first = this.taken;
    this.taken += given;
    if (this.taken > this.writing.given.length) throw new PageError('bad-page-stream');
    return checked(write(this.writing, before));
  }

  private begun(): Writing {
    const { context } = this;
    let answers: PageAnswers | null = null;
    return {
      answers: () => {
        if (context.host === undefined) throw new PageError('bad-page-stream');
        answers ??= new PageAnswers(context.host);
        return answers;
      },
      given: this.given ?? [],
      first: 0,
      elements: [],
      indices: [],
      counts: [],
      keys: [],
      tick: () => context.tick?.(),
      checked,
      decode: (bytes, charset) => context.decode(bytes, charset),
      date: (op, at) => this.formatter().format(op, at),
      dateAs: (pattern, at) => this.formatter().formatAs(pattern, at),
    };
  }

  private rare(op: Op | undefined, operand: Operand | undefined): Bytes {
    const { fields } = this;
    switch (op) {
      case Op.HtmlUsing:
        return escapeHtml(this.inCharset(fields.next(), fields.next()));
      case Op.HtmlSubst: {
        const parameters = Array.from({ length: operand as number }, () => fields.next());
        return escapeHtml(substitute(fields.next(), parameters));
      }
      case Op.DateAs: {
        const pattern = fields.next();
        return this.formatted(TIME, seconds => this.formatter().formatAs(pattern, Number(seconds)));
      }
      case Op.Size:
        return this.formatted(NUMBER, formatSize);
      case Op.Duration:
        return this.formatted(NUMBER, formatDuration);
      case undefined:
        throw new PageError('bad-page-stream');
      default:
        return this.formatted(TIME, seconds => this.formatter().format(op, Number(seconds)));
    }
  }

  private inCharset(charset: Bytes, field: Bytes): Bytes {
    const data = marked(field);
    return data === null ? unmarked(field) : this.context.decode(markedBytes(data), charset);
  }

  /** Formats a marked number; other values stay as they are. */
  private formatted(form: RegExp, format: (digits: Bytes) => Bytes): Bytes {
    const field = this.fields.next();
    const digits = marked(field);
    if (digits === null) return unmarked(field);
    if (!form.test(digits)) throw new PageError('bad-page-stream');
    return format(digits);
  }

  private formatter(): DateFormatter {
    this.dates ??= new DateFormatter(this.context);
    return this.dates;
  }
}
