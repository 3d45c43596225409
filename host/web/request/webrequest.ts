/**
 * One request as the realms, components and programs see it: checked once, everything costly read only when asked
 * for. It is also the `RequestData` that the application runner hands to programs.
 */
import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import type { ContinueBody, HeaderList, RequestData } from '../../apps/types.js';
import { type BodyBudget, hasBody, readBody } from './body.js';
import { type ContentType, readContentType } from './contenttype.js';
import { type HostName, hostOf } from './host.js';
import type { WebLimits } from './limits.js';
import { readMultipart } from './multipart.js';
import { noParameters, type Parameter, Parameters } from './parameters.js';
import { type ProxyList, plainAddress } from './proxy.js';
import { Refusal } from './refusal.js';
import { readTarget, type Target } from './target.js';
import { readURLEncoded } from './urlencoded.js';

/** What all requests of a face share. */
export interface RequestWorld {
  readonly limits: () => WebLimits;
  readonly budget: BodyBudget;
  readonly proxies: () => ProxyList;
  /** Requests whose client waits for `100 Continue`. */
  readonly waiting: WeakSet<IncomingMessage>;
}

/** Methods that are served (webapp.md E); all others get 405. */
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);

/** Checks what Node's parser lets through: too many fields, two Host fields. */
function checkFields(raw: readonly string[], limits: WebLimits): void {
  if (raw.length > limits.headerFields * 2) throw new Refusal('header-too-large');
  let hosts = 0;
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host' && ++hosts > 1) throw new Refusal('bad-host');
  }
}

/** Transfer codings that the parser of Node undoes. It lets others pass when `chunked` comes last. */
function checkCoding({ headers, httpVersionMinor }: IncomingMessage): void {
  const coding = headers['transfer-encoding'];
  // HTTP/1.0 has none: what stands between here and the client may see the end of this request elsewhere.
  if (coding !== undefined && httpVersionMinor === 0) throw new Refusal('bad-http');
  if (coding !== undefined && !/^[ \t]*chunked[ \t]*$/i.test(coding)) throw new Refusal('transfer-coding');
}

/** One request. */
export class WebRequest implements RequestData {
  readonly method: string;
  readonly path: string;
  readonly query: string | null;
  readonly target: Target;
  /** Null for HTTP/1.0 without Host field. */
  readonly host: HostName | null;
  readonly secure: boolean;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly proxiedAddress: string | null;
  body: Uint8Array | null = null;
  private parameters_: Parameters | null = null;
  private release_: (() => void) | null = null;

  /** @throws Refusal */
  constructor(
    readonly ctx: Context,
    private readonly world: RequestWorld,
  ) {
    const { req } = ctx;
    const limits = world.limits();
    this.method = req.method ?? '';
    if (!methods.has(this.method)) throw new Refusal('method');
    checkFields(req.rawHeaders, limits);
    checkCoding(req);
    this.target = readTarget(req.url ?? '', limits.urlBytes);
    this.path = this.target.path;
    this.query = this.target.query;
    if (req.headers.host === undefined && req.httpVersionMinor > 0) throw new Refusal('bad-host');
    const host = this.target.authority ?? req.headers.host;
    this.host = host === undefined ? null : hostOf(host);
    this.secure = (req.socket as { encrypted?: boolean }).encrypted === true;
    this.remoteAddress = plainAddress(req.socket.remoteAddress);
    this.remotePort = req.socket.remotePort ?? 0;
    const forwarded = req.headers['x-forwarded-for'];
    this.proxiedAddress =
      forwarded === undefined
        ? null
        : world
            .proxies()
            .client(this.remoteAddress, Array.isArray(forwarded) ? forwarded.join(',') : forwarded);
  }

  /** Address of the browser: the one a trusted proxy names, else the peer. */
  get clientAddress(): string {
    return this.proxiedAddress ?? this.remoteAddress;
  }

  /** Header fields as sent. An absolute target has the host of the request, whatever the Host field says (RFC 9112, 3.2.2). */
  get fields(): HeaderList {
    const raw = this.ctx.req.rawHeaders;
    const { authority } = this.target;
    const fields: [string, string][] = [];
    for (let at = 0; at + 1 < raw.length; at += 2) {
      const name = raw[at] ?? '';
      if (authority === null || name.toLowerCase() !== 'host') fields.push([name, raw[at + 1] ?? '']);
    }
    if (authority !== null) fields.push(['Host', authority]);
    return fields;
  }

  /** First value of a header field, name in small letters, `''` when it is absent. */
  field(name: string): string {
    if (name === 'host' && this.target.authority !== null) return this.target.authority;
    const value = this.ctx.req.headers[name];
    return value === undefined ? '' : Array.isArray(value) ? (value[0] ?? '') : value;
  }

  /** True while the client waits for `100 Continue`. */
  get isWaiting(): boolean {
    return this.world.waiting.has(this.ctx.req);
  }

  /**
   * Reads the parameters of the URL only: what can be known before the client is welcome to send its body.
   * @throws Refusal
   */
  loadURL(): void {
    this.parameters_ ??= this.urlParameters();
  }

  /**
   * Reads the body and the parameters. With `keepWaiting` a client that waits for `100 Continue` goes on waiting:
   * then there are only the parameters of the URL, and `continueBody` reads the rest.
   * @throws Refusal
   */
  async load(keepWaiting = false): Promise<void> {
    const type = this.loadHead(keepWaiting);
    if (type !== null) await this.loadBody(type);
  }

  /**
   * The part of `load` that needs no waiting: gives the type of a body that is to be read by `loadBody`, null when
   * there is nothing more to read.
   * @throws Refusal
   */
  loadHead(keepWaiting: boolean): ContentType | null {
    const { req } = this.ctx;
    const type = readContentType(req.headers['content-type']);
    this.loadURL();
    return this.body !== null || !hasBody(req) || (keepWaiting && this.isWaiting) ? null : type;
  }

  /** Reads the body and its parameters. @throws Refusal */
  async loadBody(type: ContentType): Promise<void> {
    await this.readBody();
    if (type.form !== null) this.parameters_ = await this.readForm(type);
  }

  /** Parameters, after `load`. */
  get parameters(): Parameters {
    return this.parameters_ ?? noParameters;
  }

  /** Lets a waiting client send its body; undefined when nobody waits. */
  get continueBody(): ContinueBody | undefined {
    if (!this.isWaiting) return undefined;
    let body: Promise<Uint8Array> | null = null;
    return () => (body ??= this.readBody());
  }

  /** Gives the memory of the body back, at the end of the request. */
  release(): void {
    this.release_?.();
    this.release_ = null;
  }

  private async readBody(): Promise<Uint8Array> {
    if (this.isWaiting) {
      this.world.waiting.delete(this.ctx.req);
      this.ctx.res.writeContinue();
    }
    const { bytes, release } = await readBody(this.ctx.req, this.world.budget, this.world.limits());
    this.release_ = release;
    this.body = bytes;
    return bytes;
  }

  private urlParameters(): Parameters {
    if (this.query === null) return noParameters;
    const list: Parameter[] = [];
    readURLEncoded(this.query, list, this.world.limits());
    return new Parameters(list, null);
  }

  private async readForm(type: ContentType): Promise<Parameters> {
    const limits = this.world.limits();
    const list = [...this.parameters.list];
    const body = this.body ?? new Uint8Array(0);
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    if (type.form === 'urlencoded') readURLEncoded(bytes.toString('latin1'), list, limits);
    else await readMultipart(bytes, this.ctx.req.headers['content-type'] ?? '', list, limits);
    return new Parameters(list, type.charset);
  }
}
