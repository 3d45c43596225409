/**
 * Name resolution for `Convert(x, "dns-...")` and RouteENUM (cgpl.md 14.10, 14.12) as the settings of the resolver say
 * (admin.md 11), with a time limit and a limit of concurrent requests, so that programs cannot make this server flood
 * name servers.
 */
import { getServers, Resolver } from 'node:dns/promises';
import { Gate } from './gate.js';

/** A resolution failed; `code` is the resolver's (`ENOTFOUND`, `ETIMEOUT`, ...). */
export class ResolveError extends Error {
  override readonly name = 'ResolveError';
  constructor(readonly code: string) {
    super(code);
  }
}

export interface ResolverLimits {
  /** Milliseconds of one resolution, all attempts together. */
  readonly timeout: () => number;
  /** Resolutions at a time. */
  readonly concurrent: () => number;
}

/** How name servers are asked (admin.md 11). */
export interface ResolverPlan {
  /** `address[:port]` of name servers; empty: those of the system. */
  readonly servers: readonly string[];
  /** Milliseconds that the first attempt waits; the n-th waits n times as long. */
  readonly initialTimeout: number;
  /** Attempts, each at the next server of the list. */
  readonly attempts: number;
  /** When the first address of an answer is one of these, the host is unknown. */
  readonly dummies: readonly string[];
}

/** What counts without settings. */
export const USUAL_PLAN: ResolverPlan = { servers: [], initialTimeout: 2000, attempts: 5, dummies: [] };

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

/** Failures of a server that another attempt may not meet. */
const AGAIN = new Set(['ETIMEOUT', 'ECONNREFUSED', 'ESERVFAIL', 'EREFUSED', 'EBADRESP']);

/** Where a resolver has no server at all (admin.md 11). */
const LAST_RESORT = '127.0.0.1';

/** The name resolver of a server. */
export class NameResolver {
  private readonly gate: Gate;
  private readonly open = new Set<AbortController>();

  /**
   * @param plan asked at each resolution, so that settings count at once
   * @param log what became of each resolution
   */
  constructor(
    private readonly limits: ResolverLimits,
    private readonly plan: () => ResolverPlan = () => USUAL_PLAN,
    private readonly log: (text: string, failed: boolean) => void = () => undefined,
  ) {
    this.gate = new Gate(limits.concurrent, WAITING_PER_PLACE);
  }

  /** Asks. Rejects with ResolveError. */
  async ask(question: Question, name: string): Promise<string[]> {
    if (name === '' || name.length > MAX_NAME || /[\0-\x20\x7f-\xff]/.test(name))
      throw new ResolveError('EBADNAME');
    if (!(await this.gate.enter())) throw new ResolveError('EBUSY');
    const end = new AbortController();
    this.open.add(end);
    const timer = setTimeout(() => end.abort(), this.limits.timeout());
    try {
      const found = await this.attempts(question, name, end.signal);
      this.log(`${question} ${name}: ${found.length} records`, false);
      return found;
    } catch (error) {
      const code = error instanceof ResolveError ? error.code : 'EUNKNOWN';
      this.log(`${question} ${name}: ${code}`, true);
      throw error;
    } finally {
      clearTimeout(timer);
      this.open.delete(end);
      this.gate.leave();
    }
  }

  /** Ends all open requests. */
  close(): void {
    for (const end of this.open) end.abort();
  }

  private async attempts(question: Question, name: string, signal: AbortSignal): Promise<string[]> {
    const { servers, attempts, initialTimeout, dummies } = this.plan();
    const known = servers.length > 0 ? servers : getServers();
    const list = known.length > 0 ? known : [LAST_RESORT];
    let code = 'ETIMEOUT';
    for (let at = 0; at < Math.max(1, attempts) && !signal.aborted; at++) {
      try {
        const server = list[at % list.length] ?? LAST_RESORT;
        const found = await attempt(question, name, server, initialTimeout * (at + 1), signal);
        if (isAddress(question) && found[0] !== undefined && dummies.includes(found[0])) {
          throw new ResolveError('ENOTFOUND');
        }
        return found;
      } catch (error) {
        if (error instanceof ResolveError) throw error;
        code = (error as NodeJS.ErrnoException).code ?? 'EUNKNOWN';
        if (code === 'ECANCELLED') code = 'ETIMEOUT';
        if (!AGAIN.has(code)) break;
      }
    }
    throw new ResolveError(code);
  }
}

const isAddress = (question: Question): boolean => question === 'a' || question === 'aaaa';

/** One question to one server; the resolver underneath goes to TCP when the answer is cut. */
async function attempt(
  question: Question,
  name: string,
  server: string,
  timeout: number,
  signal: AbortSignal,
): Promise<string[]> {
  const resolver = new Resolver({ timeout, tries: 1 });
  resolver.setServers([server]);
  const cancel = () => resolver.cancel();
  const timer = setTimeout(cancel, timeout);
  signal.addEventListener('abort', cancel);
  try {
    return await questions[question](resolver, name);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}
