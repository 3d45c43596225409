/** Makes the page of a plan and a stream. Trusted host code: the stream may be anything. */
import type { Bytes } from '../../values/types.js';
import { PageError } from '../errors.js';
import { marked, markedBytes, SEPARATOR, unmarked } from '../fields.js';
import { MAX_INCLUDE_DEPTH, MAX_PAGE_BYTES, Op, type Plan } from '../plan.js';
import { type DateContext, DateFormatter } from './dates.js';
import { escapeHtml, escapeScript, escapeUrl } from './escapes.js';
import { formatDuration, formatSize, substitute } from './numbers.js';
import { type Block, type Operand, prepare, type PreparedPlan } from './prepare.js';

export interface AssembleContext extends DateContext {
  /** Bytes of a text in the named charset as UTF-8; an unknown charset counts as UTF-8. */
  decode(bytes: Bytes, charset: Bytes): Bytes;
}

const NUMBER = /^-?[0-9]{1,20}$/;
const TIME = /^(?:-?[0-9]{1,15}|-?Infinity)$/;

/**
 * The text of the page, in UTF-8.
 * @param stream what `renderStream` gave in the sandbox
 * @throws PageError `page-too-large`; `bad-page-stream` when the stream does not fit the plan
 */
export function assemble(plan: Plan, stream: Bytes, context: AssembleContext): Bytes {
  const prepared = prepare(plan);
  const assembler = new Assembler(prepared, stream.split(SEPARATOR), context);
  const entry = prepared.files.get(plan.entry);
  if (entry === undefined) throw new PageError('bad-page-stream');
  assembler.run(entry);
  return assembler.finish();
}

class Assembler {
  private out = '';
  private next = 0;
  private depth = 0;
  private dates: DateFormatter | null = null;

  constructor(
    private readonly plan: PreparedPlan,
    private readonly fields: readonly Bytes[],
    private readonly context: AssembleContext,
  ) {}

  finish(): Bytes {
    // The stream without fields looks like one empty field.
    const isEmpty = this.fields.length === 1 && this.fields[0] === '';
    if (this.next < this.fields.length && !isEmpty) throw new PageError('bad-page-stream');
    this.check();
    return this.out;
  }

  run(block: Block): void {
    const { texts, ops, operands } = block;
    for (let i = 0; i < ops.length; i++) {
      this.out += texts[i];
      switch (ops[i]) {
        case Op.Raw:
          this.out += this.field();
          break;
        case Op.Html:
          this.out += escapeHtml(this.field());
          break;
        case Op.Url:
          this.out += escapeUrl(this.field());
          break;
        case Op.JavaScript:
          this.out += escapeScript(this.field());
          break;
        case Op.If:
          this.branch(operands[i]);
          break;
        case Op.Loop:
          this.loop(operands[i]);
          break;
        default:
          this.rare(ops[i], operands[i]);
      }
    }
    this.out += block.tail;
  }

  private field(): Bytes {
    const field = this.fields[this.next++];
    if (field === undefined) throw new PageError('bad-page-stream');
    return field;
  }

  /** A field that is a small number. */
  private count(): number {
    const count = Number(this.field());
    if (!Number.isInteger(count) || count < 0) throw new PageError('bad-page-stream');
    return count;
  }

  private check(): void {
    if (this.out.length > MAX_PAGE_BYTES) throw new PageError('page-too-large');
  }

  /** The number after the last branch: none of them was taken. */
  private branch(operand: Operand | undefined): void {
    const number = this.count();
    const block = Array.isArray(operand) ? (operand as readonly Block[])[number] : undefined;
    if (block !== undefined) this.run(block);
  }

  private loop(operand: Operand | undefined): void {
    const count = this.count();
    const body = operand as Block;
    if (body.ops.length === 0) {
      if (body.tail.length * count > MAX_PAGE_BYTES) throw new PageError('page-too-large');
      this.out += body.tail.repeat(count);
      return;
    }
    for (let i = 0; i < count; i++) {
      this.run(body);
      this.check();
    }
  }

  private rare(op: Op | undefined, operand: Operand | undefined): void {
    switch (op) {
      case Op.Include:
        this.include(operand as string);
        break;
      case Op.IncludeNamed:
        this.include(this.field());
        break;
      case Op.HtmlUsing:
        this.htmlUsing();
        break;
      case Op.HtmlSubst: {
        const parameters = Array.from({ length: operand as number }, () => this.field());
        this.out += escapeHtml(substitute(this.field(), parameters));
        break;
      }
      case Op.DateAs: {
        const pattern = this.field();
        this.out += this.formatted(TIME, seconds => this.formatter().formatAs(pattern, Number(seconds)));
        break;
      }
      case Op.Size:
        this.out += this.formatted(NUMBER, formatSize);
        break;
      case Op.Duration:
        this.out += this.formatted(NUMBER, formatDuration);
        break;
      case undefined:
        throw new PageError('bad-page-stream');
      default:
        this.out += this.formatted(TIME, seconds => this.formatter().format(op, Number(seconds)));
    }
  }

  private include(name: string): void {
    const file = this.plan.files.get(name);
    if (file === undefined || this.depth >= MAX_INCLUDE_DEPTH) throw new PageError('bad-page-stream');
    this.depth++;
    this.run(file);
    this.depth--;
    this.check();
  }

  private htmlUsing(): void {
    const charset = this.field();
    const field = this.field();
    const data = marked(field);
    this.out += escapeHtml(
      data === null ? unmarked(field) : this.context.decode(markedBytes(data), charset),
    );
  }

  /** Formats a marked number; other values stay as they are. */
  private formatted(form: RegExp, format: (digits: Bytes) => Bytes): Bytes {
    const field = this.field();
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
