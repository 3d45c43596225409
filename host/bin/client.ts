/**
 * How commands reach a server: the one that runs on the base directory, through its control file; one elsewhere, by
 * `--server` and `--user`; or, when none runs, one that is started on the base directory for the command alone.
 */
import { UsageError } from '../admin/commandline.js';
import { readControl } from '../admin/http/control.js';
import { basePath } from '../admin/process/base.js';
import { runningServer } from '../admin/process/lock.js';
import type { Arguments } from './arguments.js';
import type { Terminal } from './commands/types.js';

/** Options of every command that needs a server. */
export const serverOptions = ['base', 'server', 'user'] as const;

export const serverOptionHelp = `  --base DIR         base directory (default: POSTERN_BASE, else ./base)
  --server URL       administration listener of a server elsewhere, with
  --user NAME        an administrator's name; the password is taken from
                     POSTERN_PASSWORD or asked for`;

/** An answer of the administration listener. */
export interface AdminAnswer {
  readonly status: number;
  readonly body: Buffer;
  json(): unknown;
}

/** The administration listener of a server. */
export class AdminClient {
  constructor(
    private readonly url: string,
    private readonly authorization: string,
  ) {}

  /** Sends a request. Rejects when nobody answers; refusals are answers. */
  async ask(method: string, path: string, body?: Uint8Array | string): Promise<AdminAnswer> {
    const response = await this.fetch(method, path, body);
    const bytes = Buffer.from(await response.arrayBuffer());
    return answerOf(response, bytes);
  }

  /**
   * Takes the lines of an answer as they come, until it ends or the signal is aborted.
   * @throws Error with the reason of a refusal
   */
  async lines(path: string, signal: AbortSignal, take: (line: string) => void): Promise<void> {
    let rest = '';
    try {
      const response = await this.fetch('GET', path, undefined, signal);
      if (response.status !== 200)
        throw new Error(refusalOf(answerOf(response, Buffer.from(await response.arrayBuffer()))));
      const decoder = new TextDecoder();
      const reader = response.body?.getReader();
      for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
        const parts = (rest + decoder.decode(part.value, { stream: true })).split('\n');
        rest = parts.pop() ?? '';
        for (const line of parts) take(line);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    if (rest !== '') take(rest);
  }

  private async fetch(
    method: string,
    path: string,
    body?: Uint8Array | string,
    signal?: AbortSignal,
  ): Promise<Response> {
    try {
      return await fetch(new URL(path, this.url), {
        method,
        headers: { Authorization: this.authorization, Accept: 'application/json' },
        ...(body === undefined ? {} : { body: body as BodyInit }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } };
      throw new Error(`the server at ${this.url} does not answer${cause?.code ? ` (${cause.code})` : ''}`);
    }
  }
}

function answerOf(response: Response, bytes: Buffer): AdminAnswer {
  return {
    status: response.status,
    body: bytes,
    json: () => JSON.parse(bytes.toString('utf8')) as unknown,
  };
}

/** The reason in a refusal of the administration listener. */
export function refusalOf(answer: AdminAnswer): string {
  try {
    const { text } = answer.json() as { text?: unknown };
    if (typeof text === 'string') return text;
  } catch {
    // Not every answer is JSON: the text itself will do.
  }
  return answer.body.toString('utf8').trim() || `status ${answer.status}`;
}

async function elsewhere(args: Arguments, url: string, terminal: Terminal): Promise<AdminClient> {
  const user = args.options.get('user');
  if (user === undefined) throw new UsageError('--server needs --user');
  const password = process.env.POSTERN_PASSWORD ?? (await terminal.secret(`Password of ${user}: `));
  if (password === null) throw new Error('no password: set POSTERN_PASSWORD');
  return new AdminClient(url, `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
}

/**
 * Does something with the server of the arguments.
 * @param mustRun true: none is started for the command alone
 */
export async function withServer<T>(
  args: Arguments,
  terminal: Terminal,
  work: (client: AdminClient) => Promise<T>,
  mustRun = false,
): Promise<T> {
  const url = args.options.get('server');
  if (url !== undefined) return work(await elsewhere(args, url, terminal));
  const base = basePath(args.options.get('base') ?? null);
  if (runningServer(base) !== null) {
    const control = readControl(base);
    if (control === null) throw new Error(`a server runs on ${base}, but its control file cannot be read`);
    return work(new AdminClient(control.url, `Bearer ${control.token}`));
  }
  if (mustRun) throw new Error(`no server runs on ${base}: start one, or name it with --base or --server`);
  const { startServer } = await import('../server/start.js');
  const server = await startServer({ base, offline: true });
  try {
    if (server.firstPassword !== null) {
      terminal.error(
        `postern: made the base directory ${base}; password of postmaster: ${server.firstPassword}\n`,
      );
    }
    return await work(new AdminClient(server.address('HTTPA').url, `Bearer ${server.controlToken}`));
  } finally {
    await server.stop();
  }
}
