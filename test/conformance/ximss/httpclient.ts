/** An HTTP client with a cookie jar of its own. */
import { Agent, request } from 'node:http';
import type { HttpStep } from './scenario.js';

export interface Reply {
  readonly status: number;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

export class HttpClient {
  private cookies: Cookie[] = [];
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly port: number) {}

  async run(step: HttpStep, keepCookies = true): Promise<Reply> {
    const query = Object.entries(step.query ?? {}).map(
      ([name, value]) => `${name}=${encodeURIComponent(value)}`,
    );
    const path = query.length === 0 ? step.path : `${step.path}?${query.join('&')}`;
    const headers: Record<string, string> = { Host: 'example.test', ...step.headers };
    const own = this.cookies.filter(cookie => step.path.startsWith(cookie.path));
    if (keepCookies && own.length > 0)
      headers.Cookie = own.map(({ name, value }) => `${name}=${value}`).join('; ');
    const body = step.body === undefined ? null : Buffer.from(step.body);
    if (body !== null) headers['Content-Length'] = String(body.length);
    const reply = await new Promise<Reply & { readonly cookies: readonly string[] }>((resolve, reject) => {
      const outgoing = request(
        { port: this.port, host: '127.0.0.1', method: step.method, path, headers, agent: this.agent },
        response => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              reason: response.statusMessage ?? '',
              headers: Object.fromEntries(
                Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
              ),
              body: Buffer.concat(parts).toString('utf8'),
              cookies: response.headers['set-cookie'] ?? [],
            }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body ?? undefined);
    });
    if (keepCookies) for (const cookie of reply.cookies) this.keep(cookie);
    return reply;
  }

  private keep(field: string): void {
    const [pair = '', ...attributes] = field.split(';').map(part => part.trim());
    const equals = pair.indexOf('=');
    const path = attributes.find(attribute => /^path=/i.test(attribute))?.slice(5) ?? '/';
    const name = pair.slice(0, equals);
    this.cookies = this.cookies.filter(known => known.name !== name || known.path !== path);
    this.cookies.push({ name, value: pair.slice(equals + 1), path });
  }

  close(): void {
    this.agent.destroy();
  }
}
