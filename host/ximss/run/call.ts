/** One request while it runs: what it asked, and where its messages go. */
import { xmlText } from '../../../stdlib/data/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { Failure, illegal, missingAttribute } from '../failure.js';
import type { XimssSession } from '../session/session.js';
import type { XimssWorld } from '../world.js';
import { attribute, flagOf } from '../xml/query.js';
import { type Attributes, element } from '../xml/write.js';
import type { Caller } from './caller.js';

/** A request before or after login. */
export class Call {
  /** Runs after the response is out. */
  after: (() => void) | null = null;
  /** The operation goes on in another request, which sends the response. */
  unanswered = false;
  /** The response carries this id instead, as in an exchange that `login` began. */
  answerId: Bytes;

  constructor(
    readonly world: XimssWorld,
    readonly caller: Caller,
    readonly request: Xml,
    readonly id: Bytes,
  ) {
    this.answerId = id;
  }

  /** The value of an attribute, null when it is absent. */
  attr(name: Bytes): Bytes | null {
    return attribute(this.request, name.toLowerCase());
  }

  /** The value of an attribute, null when it is absent or empty. */
  filled(name: Bytes): Bytes | null {
    const value = this.attr(name);
    return value === '' ? null : value;
  }

  /** A required attribute. */
  need(name: Bytes): Bytes {
    const value = this.attr(name);
    if (value === null) throw missingAttribute(name);
    return value;
  }

  /** A yes-or-no attribute, `otherwise` when it is absent or empty. */
  flag(name: Bytes, otherwise = false): boolean {
    const value = this.filled(name);
    if (value === null) return otherwise;
    const flag = flagOf(value);
    if (flag === null) throw illegal(`illegal ${name} value`);
    return flag;
  }

  /** A whole number that is not negative; null when the attribute is absent or empty. */
  number(name: Bytes): number | null {
    const value = this.filled(name);
    if (value === null) return null;
    if (!/^[0-9]{1,15}$/.test(value)) throw illegal(`illegal ${name} value`);
    return Number(value);
  }

  /** A limit: 0, -1 and absent mean none. */
  limit(name: Bytes): number {
    const value = this.filled(name);
    if (value === null || value === '-1') return Number.POSITIVE_INFINITY;
    return this.number(name) || Number.POSITIVE_INFINITY;
  }

  /** One of these words, in the spelling of the list; `otherwise` when the attribute is absent or empty. */
  word<const W extends string>(name: Bytes, words: readonly W[], otherwise: W, text: string): W {
    const value = this.filled(name);
    if (value === null) return otherwise;
    const found = words.find(word => word.toLowerCase() === value.toLowerCase());
    if (found === undefined) throw illegal(text);
    return found;
  }

  /** The text of the request's element. */
  text(): Bytes {
    return xmlText(this.request);
  }

  /** The session; only operations after login ask. */
  get session(): XimssSession {
    const { session } = this.caller;
    if (session === null) throw new Failure('login is required', 511);
    return session;
  }

  /** Sends a data message of the operation. */
  send(name: Bytes, attributes: Attributes = [], content: Bytes = ''): void {
    this.caller.emit(element(name, [['id', this.answerId], ...attributes], content));
  }
}

/** Runs an operation. It throws `Failure` or `PosternError`. */
export type Handler = (call: Call) => void | Promise<void>;

/** Handlers by the name of the operation, as declared. */
export type Handlers = Readonly<Record<string, Handler>>;
