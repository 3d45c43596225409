/**
 * The HTTP client of programs (HTTPCall). A program must not reach what only this host can reach: host names pass an
 * allow-list, and the address that a name resolves to is checked at the very connection, so that a name server that
 * changes its mind gains nothing. Redirections are answers, not followed.
 */
import { lookup as systemLookup } from 'node:dns';
import { type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { hostListHolds, isPublicAddress } from './addresses.js';
import { Gate } from './gate.js';

/** A call failed; the message is for the program. */
export class CallError extends Error {
  override readonly name = 'CallError';
}

export interface HttpClientOptions {
  /** Host names that may be called: `*`, `host`, `*.domain`. */
  readonly hosts: () => string;
  /** Loopback, private and other special addresses may be called. */
  readonly allowPrivate: () => boolean;
  /** Milliseconds of one call, at most. */
  readonly timeout: () => number;
  /** Bytes of an answer. */
  readonly bodyLimit: () => number;
  readonly concurrent: () => number;
}

/** A request that is ready to be sent. */
export interface HttpCall {
  readonly url: URL;
  readonly method: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer | null;
  /** Milliseconds; the client's own limit is never passed. */
  readonly timeout: number;
  /** Ends the call, when the program ends. */
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly reason: string;
  /** In the order of the answer. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'unknown host name',
  EAI_AGAIN: 'unknown host name',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection lost',
  EPIPE: 'connection lost',
  ETIMEDOUT: 'the server does not answer',
  EHOSTUNREACH: 'host cannot be reached',
  ENETUNREACH: 'host cannot be reached',
};

function explain(error: unknown): CallError {
  if (error instanceof CallError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (/^(ERR_TLS|CERT_|DEPTH_|SELF_|UNABLE_|ERR_SSL)/.test(code))
    return new CallError(`certificate refused: ${code}`);
  return new CallError(reasons[code] ?? (code === '' ? message : `the call failed: ${code}`));
}

/** The client of a server. */
export class HttpClient {
  private readonly gate: Gate;

  constructor(private readonly options: HttpClientOptions) {
    this.gate = new Gate(options.concurrent);
  }

  /** Sends a request. Rejects with CallError. */
  async call(call: HttpCall): Promise<HttpAnswer> {
    this.check(call.url);
    if (!(await this.gate.enter())) throw new CallError('too many calls');
    try {
      return await this.send(call);
    } catch (error) {
      throw explain(error);
    } finally {
      this.gate.leave();
    }
  }

  private check({ protocol, hostname, username }: URL): void {
    if (protocol !== 'http:' && protocol !== 'https:')
      throw new CallError('only http and https can be called');
    if (username !== '') throw new CallError('the address must not hold a name');
    const host = hostname.replace(/^\[|\]$/g, '');
    if (!hostListHolds(this.options.hosts(), host)) throw new CallError(`calls to ${host} are not allowed`);
    if (isIP(host) !== 0) this.checkAddress(host);
  }

  private checkAddress(address: string): void {
    if (!this.options.allowPrivate() && !isPublicAddress(address)) {
      throw new CallError('calls to private addresses are not allowed');
    }
  }

  /** Resolves a name to the addresses that may be called. */
  private readonly lookup: LookupFunction = (host, options, done) => {
    systemLookup(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '', 0);
      const good = found.filter(({ address }) => this.options.allowPrivate() || isPublicAddress(address));
      const first = good[0];
      if (!first) return done(new CallError('calls to private addresses are not allowed'), '', 0);
      if (options.all) return done(null, good);
      return done(null, first.address, first.family);
    });
  };

  private send(call: HttpCall): Promise<HttpAnswer> {
    const time = Math.min(call.timeout, this.options.timeout());
    const timeout = AbortSignal.timeout(time);
    const signal = AbortSignal.any([timeout, call.signal]);
    const options: RequestOptions = {
      method: call.method,
      headers: Object.fromEntries(call.fields),
      lookup: this.lookup,
      agent: false,
      signal,
      maxHeaderSize: 64 * 1024,
    };
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void => {
        reject(timeout.aborted ? new CallError(`the call took more than ${time / 1000} s`) : explain(error));
      };
      const send = call.url.protocol === 'https:' ? secureRequest : plainRequest;
      const request = send(call.url, options, response => {
        this.read(response).then(resolve, error => {
          request.destroy();
          fail(error);
        });
      });
      request.on('error', fail);
      request.end(call.body ?? undefined);
    });
  }

  private async read(response: IncomingMessage): Promise<HttpAnswer> {
    const limit = this.options.bodyLimit();
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw new CallError('the answer is too large');
      chunks.push(chunk);
    }
    const fields: [string, string][] = [];
    for (let at = 0; at + 1 < response.rawHeaders.length; at += 2) {
      fields.push([response.rawHeaders[at] ?? '', response.rawHeaders[at + 1] ?? '']);
    }
    const { statusCode = 0, statusMessage = '' } = response;
    return { status: statusCode, reason: statusMessage, fields, body: Buffer.concat(chunks) };
  }
}
