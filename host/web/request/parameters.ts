/** The parameters of a request: those of the URL first, then those of the form, as raw bytes (webapp.md B1). */
import { isUtf8 } from 'node:buffer';
import { decode } from '../../../stdlib/charsets/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { isKnownCharset } from './contenttype.js';
import { Refusal } from './refusal.js';

/** An uploaded file. */
export interface Upload {
  /** Last part of the name that the browser sent, Unicode text. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** One parameter. A part of a multipart form keeps its bytes in `data` until somebody wants them as a string. */
export interface Parameter {
  readonly name: Bytes;
  readonly value: Bytes | null;
  readonly data: Buffer | null;
  /** Name of the uploaded file, null for other parameters. */
  readonly fileName: string | null;
}

/** Value of a parameter in raw bytes. */
function rawValue(parameter: Parameter): Bytes {
  return parameter.value ?? parameter.data?.toString('latin1') ?? '';
}

/** Parameters with names compared without regard to letter case. */
export class Parameters {
  private charset_: string | null | undefined;
  /** The first parameter of each name in small letters, made when somebody looks for one. */
  private first: Map<string, Parameter> | null = null;

  /** @param formCharset charset that the Content-Type of the form names */
  constructor(
    readonly list: readonly Parameter[],
    private readonly formCharset: string | null,
  ) {}

  has(name: string): boolean {
    return this.find(name) !== undefined;
  }

  /** Raw bytes of the first parameter of that name, null without one. */
  raw(name: string): Bytes | null {
    const found = this.find(name);
    return found === undefined ? null : rawValue(found);
  }

  /**
   * Text of the first parameter of that name as UTF-8 bytes with LF line ends, null without one.
   * @throws Refusal when the bytes are no text of the form's charset
   */
  text(name: string): Bytes | null {
    const found = this.find(name);
    return found === undefined ? null : this.decode(rawValue(found));
  }

  /** The same, `''` without one. */
  textOr(name: string): Bytes {
    return this.text(name) ?? '';
  }

  /** Texts of all parameters of that name. */
  texts(name: string): Bytes[] {
    const wanted = name.toLowerCase();
    return this.list
      .filter(parameter => parameter.fileName === null && parameter.name.toLowerCase() === wanted)
      .map(parameter => this.decode(rawValue(parameter)));
  }

  /** Uploaded files of that name; a file field that was left empty is none. */
  files(name: string): Upload[] {
    const wanted = name.toLowerCase();
    const files: Upload[] = [];
    for (const { name: own, fileName, data } of this.list) {
      if (own.toLowerCase() !== wanted || fileName === null || fileName === '' || data === null) continue;
      files.push({ name: fileName, bytes: data });
    }
    return files;
  }

  /** Charset that FormCharset (else the Content-Type) names, null for UTF-8. */
  get charset(): string | null {
    if (this.charset_ === undefined) {
      const named = this.find('FormCharset');
      const name = named === undefined ? this.formCharset : rawValue(named).trim().toLowerCase() || null;
      if (name !== null && !isKnownCharset(name)) throw new Refusal('bad-charset');
      this.charset_ = name === 'utf-8' || name === 'utf8' ? null : name;
    }
    return this.charset_;
  }

  private find(name: string): Parameter | undefined {
    if (this.list.length === 0) return undefined;
    if (this.first === null) {
      this.first = new Map();
      for (const parameter of this.list) {
        const own = parameter.name.toLowerCase();
        if (!this.first.has(own)) this.first.set(own, parameter);
      }
    }
    return this.first.get(name.toLowerCase());
  }

  private decode(raw: Bytes): Bytes {
    const bytes = Buffer.from(raw, 'latin1');
    const { charset } = this;
    if (raw.includes('\0')) throw new Refusal('bad-encoding');
    let text = raw;
    if (charset !== null) text = Buffer.from(decode(bytes, charset), 'utf8').toString('latin1');
    else if (!isUtf8(bytes)) throw new Refusal('bad-encoding');
    return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  }
}

/** The parameters of a request that has none. */
export const noParameters = new Parameters([], null);
