/** The request of a run, read lazily: nothing is parsed that the program does not ask for. */
import { decode, encodingExists } from '../../../stdlib/charsets/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { type Parameter, readParameters } from './form.js';

/** The request as the main thread hands it to the worker (structured clone). */
export interface RequestInput {
  readonly method: string;
  readonly path: string;
  readonly query: string | null;
  readonly secure: boolean;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly proxiedAddress: string | null;
  readonly body: Uint8Array | null;
  readonly fieldLimit: number;
}

/** Bytes in a charset as UTF-8, null when nobody knows the charset. */
export function toUtf8(raw: Bytes, charset: string | null): Bytes | null {
  const name = (charset ?? 'utf-8').toLowerCase();
  if (name === 'utf-8' || name === 'utf8') return raw;
  if (!encodingExists(name)) return null;
  return Buffer.from(decode(Buffer.from(raw, 'latin1'), name), 'utf8').toString('latin1');
}

/** Text of a form in a charset as UTF-8 bytes with LF line ends. Bytes without a known charset are kept. */
export function readText(raw: Bytes, charset: string | null): Bytes {
  const utf8 = toUtf8(raw, charset) ?? raw;
  return utf8.replace(/\0/g, '').replace(/\r\n?/g, '\n');
}

/** Request data for the built-ins of one run. */
export class RequestReader {
  private parameters: Map<Bytes, Bytes[]> | null = null;
  private charset: string | null = null;

  constructor(readonly input: RequestInput) {}

  /** Value of a header field (name in lower case), or null; of several the first one, cookies all together (RFC 9113, 8.2.3). */
  field(name: string): string | null {
    if (name === 'cookie') {
      const all = this.input.fields.filter(([key]) => key.toLowerCase() === name);
      return all.length === 0 ? null : all.map(([, value]) => value).join('; ');
    }
    return this.input.fields.find(([key]) => key.toLowerCase() === name)?.[1] ?? null;
  }

  /** Raw value of a parameter; names are compared exactly (cgpl.md 14.23). */
  parameter(name: Bytes, index: number): Bytes | null {
    return this.all().get(name)?.[index] ?? null;
  }

  /** The charset that the form names in its parameter FormCharset, null for UTF-8. */
  formCharset(): string | null {
    this.all();
    return this.charset;
  }

  /** Host without port, and the port: from the Host field, else by the scheme. */
  host(): { name: string | null; port: number } {
    const field = this.field('host');
    const match = field === null ? null : /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(field.trim());
    const port = match?.[2] === undefined ? (this.input.secure ? 443 : 80) : Number(match[2]);
    return { name: match?.[1] || null, port };
  }

  /** Type and subtype of the body in small letters, null without a body. */
  contentType(): { type: string; subtype: string } | null {
    if (this.input.body === null) return null;
    const match = /^\s*([^\s/;]+)\/([^\s;]+)/.exec(this.field('content-type') ?? '');
    return match ? { type: (match[1] ?? '').toLowerCase(), subtype: (match[2] ?? '').toLowerCase() } : null;
  }

  private all(): Map<Bytes, Bytes[]> {
    if (this.parameters !== null) return this.parameters;
    const { query, body, fieldLimit } = this.input;
    const list: Parameter[] = readParameters(
      { query, body, contentType: this.field('content-type') },
      fieldLimit,
    );
    const byName = new Map<Bytes, Bytes[]>();
    for (const { name, value } of list) {
      const values = byName.get(name);
      if (values) values.push(value);
      else byName.set(name, [value]);
      if (this.charset === null && name.toLowerCase() === 'formcharset') this.charset = value.trim();
    }
    this.parameters = byName;
    return byName;
  }
}
