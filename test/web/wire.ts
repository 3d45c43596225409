/** Raw HTTP over sockets: what a client library would never send, and answers byte for byte. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { WebApp } from '../../host/web/app.js';
import { PATIENCE } from '../tools/patience.js';

/** A server for one test file. */
export interface TestServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens a listener like those of the server. */
export async function listen(app: WebApp, maxHeaderSize = 16 * 1024): Promise<TestServer> {
  const server: Server = createServer({ maxHeaderSize, requireHostHeader: false });
  app.attach(server);
  server.on('request', (request, response) => app.handle(request, response));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An answer in parts. Field names in small letters; repeated fields are joined with a line feed. */
export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly body: string;
  readonly raw: string;
}

function readAnswer(raw: string): Answer {
  const end = raw.indexOf('\r\n\r\n');
  const [line = '', ...lines] = raw.slice(0, end).split('\r\n');
  const [, status = '0', reason = ''] = /^HTTP\/1\.1 (\d+) ?(.*)$/.exec(line) ?? [];
  const fields: Record<string, string> = Object.create(null);
  for (const field of lines) {
    const colon = field.indexOf(':');
    const name = field.slice(0, colon).toLowerCase();
    const value = field.slice(colon + 1).trim();
    fields[name] = fields[name] === undefined ? value : `${fields[name]}\n${value}`;
  }
  let body = raw.slice(end + 4);
  if (fields['transfer-encoding'] === 'chunked') {
    let text = '';
    for (let at = 0; ; ) {
      const lineEnd = body.indexOf('\r\n', at);
      const size = Number.parseInt(body.slice(at, lineEnd), 16);
      if (!size) break;
      text += body.slice(lineEnd + 2, lineEnd + 2 + size);
      at = lineEnd + 2 + size + 2;
    }
    body = text;
  }
  return { status: Number(status), reason, fields, body, raw };
}

/** Opens a connection and sends bytes that are no whole request. */
export function begin(port: number, bytes: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1', () => resolve(socket)));
    socket.on('error', reject);
  });
}

/** Sends bytes and reads until the server closes, or until `done` says that it is enough. */
export function sendRaw(
  port: number,
  bytes: string | Buffer,
  done?: (raw: string) => boolean,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let raw = '';
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes, 'latin1')),
    );
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(raw);
    };
    const timer = setTimeout(finish, PATIENCE);
    socket.on('data', chunk => {
      raw += chunk.toString('latin1');
      if (done?.(raw)) finish();
    });
    socket.on('close', finish);
    socket.on('error', error => (raw === '' ? reject(error) : finish()));
  });
}

/** A request in a few words. `Connection: close` and a Host field are added unless given. */
export interface Wanted {
  readonly method?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Sends one well-formed request. */
export async function ask(port: number, target: string, wanted: Wanted = {}): Promise<Answer> {
  const body = wanted.body === undefined ? null : Buffer.from(wanted.body as string);
  const fields: Record<string, string> = { Host: 'example.test', Connection: 'close', ...wanted.fields };
  if (body !== null) fields['Content-Length'] ??= String(body.length);
  const head = Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const start = Buffer.from(
    `${wanted.method ?? (body ? 'POST' : 'GET')} ${target} HTTP/1.1\r\n${head}\r\n`,
    'latin1',
  );
  return readAnswer(await sendRaw(port, body ? Buffer.concat([start, body]) : start));
}

/** Sends bytes as they are and reads one answer. */
export async function askRaw(port: number, bytes: string | Buffer): Promise<Answer> {
  return readAnswer(await sendRaw(port, bytes));
}

/** A URL-encoded form. */
export function form(values: Readonly<Record<string, string>>): Wanted {
  return {
    method: 'POST',
    fields: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(values).toString(),
  };
}

/** A multipart form of texts and files. */
export function upload(parts: readonly { name: string; value: string | Buffer; file?: string }[]): Wanted {
  const chunks: Buffer[] = [];
  for (const { name, value, file } of parts) {
    const fileName = file === undefined ? '' : `; filename="${file}"`;
    chunks.push(Buffer.from(`--XyZ\r\nContent-Disposition: form-data; name="${name}"${fileName}\r\n\r\n`));
    chunks.push(Buffer.from(value as string), Buffer.from('\r\n'));
  }
  chunks.push(Buffer.from('--XyZ--\r\n'));
  return {
    method: 'POST',
    fields: { 'Content-Type': 'multipart/form-data; boundary=XyZ' },
    body: Buffer.concat(chunks),
  };
}

/** HTTP Basic credentials. */
export function basic(name: string, password: string): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` };
}
