/** Sends refusals: over Koa for requests that were read, straight to the socket for bytes that are no request. */
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Context } from 'koa';
import { Refusal, type RefusalCode } from '../request/refusal.js';
import { smallPage, smallPagePolicy } from './plain.js';

/** Answers a request with the small page of a refusal. */
export function sendRefusal(ctx: Context, refusal: Refusal): void {
  const { res } = ctx;
  if (refusal.code === 'method') res.setHeader('Allow', 'GET, HEAD, POST');
  if (refusal.code === 'busy') res.setHeader('Retry-After', '5');
  sendSmallPage(ctx, refusal.status, refusal.message);
}

/** Answers a request with a small page. */
export function sendSmallPage(ctx: Context, status: number, text: string): void {
  ctx.res.setHeader('Content-Security-Policy', smallPagePolicy);
  ctx.res.setHeader('Cache-Control', 'no-store');
  ctx.res.setHeader('Content-Type', 'text/html; charset=utf-8');
  ctx.status = status;
  ctx.body = smallPage(status, text);
}

/** Errors of the HTTP parser by their code. Every other one is `bad-http`. */
const parserErrors: Readonly<Record<string, RefusalCode>> = {
  HPE_HEADER_OVERFLOW: 'header-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'timeout',
};

/** Answers bytes that are no HTTP request, and closes the connection. */
export function refuseSocket(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code =
    error.code !== undefined && Object.hasOwn(parserErrors, error.code)
      ? parserErrors[error.code]
      : undefined;
  const refusal = new Refusal(code ?? 'bad-http');
  const body = smallPage(refusal.status, refusal.message);
  socket.end(
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? 'Error'}\r\nContent-Type: text/html; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nContent-Security-Policy: ${smallPagePolicy}\r\n` +
      `X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n${body}`,
  );
}
