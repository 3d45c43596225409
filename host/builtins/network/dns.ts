/**
 * Name resolution for `Convert(x, "dns-...")` (cgpl.md 14.10), with a time limit and a limit of concurrent
 * requests, so that programs cannot make this server flood name servers.
 */
import { Resolver } from 'node:dns/promises';
import { Gate } from './gate.js';

/** A resolution failed; `code` is the resolver's (`ENOTFOUND`, `ETIMEOUT`, ...). */
export class ResolveError extends Error {
  override readonly name = 'ResolveError';
  constructor(readonly code: string) {
    super(code);
  }
}

export interface ResolverLimits {
  readonly timeout: () => number;
  readonly concurrent: () => number;
}

/** What can be asked. */
export type Question = 'a' | 'aaaa' | 'ptr' | 'txt' | 'naptr';

/** Requests that may wait for a free place, per place. */
const WAITING_PER_PLACE = 32;

/** Longest name that is asked for. */
const MAX_NAME = 253;

/** Text of records as a list of byte strings. */
const questions: Readonly<Record<Question, (resolver: Resolver, name: string) => Promise<string[]>>> = {
  a: (resolver, name) => resolver.resolve4(name),
  aaaa: (resolver, name) => resolver.resolve6(name),
  ptr: (resolver, name) => resolver.reverse(name),
  /** Each record as JSON text. */
  naptr: async (resolver, name) => (await resolver.resolveNaptr(name)).map(record => JSON.stringify(record)),
  txt: async (resolver, name) => (await resolver.resolveTxt(name)).map(parts => parts.join('')),
};

/** The name resolver of a server. */
export class NameResolver {
  private readonly gate: Gate;
  private readonly open = new Set<Resolver>();

  /** @param servers `address[:port]` of name servers; empty: those of the system */
  constructor(
    private readonly limits: ResolverLimits,
    private readonly servers: readonly string[] = [],
  ) {
    this.gate = new Gate(limits.concurrent, WAITING_PER_PLACE);
  }

  /** Asks. Rejects with ResolveError. */
  async ask(question: Question, name: string): Promise<string[]> {
    if (name === '' || name.length > MAX_NAME || /[\0-\x20\x7f-\xff]/.test(name))
      throw new ResolveError('EBADNAME');
    if (!(await this.gate.enter())) throw new ResolveError('EBUSY');
    const resolver = new Resolver({ timeout: this.limits.timeout(), tries: 2 });
    if (this.servers.length > 0) resolver.setServers(this.servers);
    this.open.add(resolver);
    const timer = setTimeout(() => resolver.cancel(), this.limits.timeout());
    try {
      return await questions[question](resolver, name);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'EUNKNOWN';
      throw new ResolveError(code === 'ECANCELLED' ? 'ETIMEOUT' : code);
    } finally {
      clearTimeout(timer);
      this.open.delete(resolver);
      this.gate.leave();
    }
  }

  /** Ends all open requests. */
  close(): void {
    for (const resolver of this.open) resolver.cancel();
  }
}
