/** Regular files: validators, conditional requests, ranges (RFC 9110 sections 8, 13, 14). */
import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import { readRange } from './range.js';

/** A file to be sent. */
export interface FileAnswer {
  readonly bytes: Uint8Array;
  readonly type: string;
  /** Milliseconds since 1970, null when unknown. */
  readonly modified: number | null;
  readonly cacheControl: string;
  /** Text that changes with the content, to spare its hash; null: not known. */
  readonly version?: string | null;
  /** Further header fields. */
  readonly fields?: Readonly<Record<string, string>>;
}

const tags = new WeakMap<Uint8Array, string>();

/** A strong validator: the content decides, so that equal files of several servers agree. */
export function etagOf(bytes: Uint8Array, version?: string | null): string {
  if (version != null && /^[\w.+/=-]{1,128}$/.test(version)) return `"${version}"`;
  let tag = tags.get(bytes);
  if (tag === undefined) {
    tag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    tags.set(bytes, tag);
  }
  return tag;
}

/** True when a list of validators (If-None-Match) has the tag. */
function matches(list: string, tag: string): boolean {
  if (list.trim() === '*') return true;
  return list.split(',').some(item => item.trim().replace(/^W\//, '') === tag);
}

/** True when the browser's copy is still good. If-Modified-Since counts only without If-None-Match. */
function isFresh(ctx: Context, tag: string, modified: number | null): boolean {
  const { headers } = ctx.req;
  const known = headers['if-none-match'];
  if (known !== undefined) return matches(known, tag);
  const since = headers['if-modified-since'];
  if (since === undefined || modified === null) return false;
  const time = Date.parse(since);
  return Number.isFinite(time) && Math.floor(modified / 1000) * 1000 <= time;
}

/** True when the range may be used: If-Range names this very version, or is absent. */
function rangeApplies(ctx: Context, tag: string, modified: number | null): boolean {
  const condition = ctx.req.headers['if-range'];
  if (condition === undefined) return true;
  if (typeof condition !== 'string') return false;
  if (condition.includes('"')) return condition.trim() === tag;
  const time = Date.parse(condition);
  return modified !== null && Math.floor(modified / 1000) * 1000 === time;
}

/** Answers with a file, a part of it, 304 or 416. */
export function sendFile(ctx: Context, file: FileAnswer): void {
  const { res } = ctx;
  const { bytes, modified } = file;
  const tag = etagOf(bytes, file.version);
  res.setHeader('ETag', tag);
  res.setHeader('Cache-Control', file.cacheControl);
  res.setHeader('Accept-Ranges', 'bytes');
  if (modified !== null) res.setHeader('Last-Modified', new Date(modified).toUTCString());
  for (const name in file.fields) res.setHeader(name, file.fields[name] ?? '');
  const reads = ctx.method === 'GET' || ctx.method === 'HEAD';
  if (reads && isFresh(ctx, tag, modified)) {
    ctx.status = 304;
    return;
  }
  res.setHeader('Content-Type', file.type);
  const field = ctx.req.headers.range;
  const range =
    ctx.method === 'GET' && field !== undefined && rangeApplies(ctx, tag, modified)
      ? readRange(field, bytes.length)
      : null;
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (range === 'none') {
    res.setHeader('Content-Range', `bytes */${bytes.length}`);
    res.setHeader('Content-Type', 'text/plain; charset=utf-8');
    ctx.status = 416;
    ctx.body = 'The file has no such part.\n';
  } else if (range !== null) {
    res.setHeader('Content-Range', `bytes ${range.first}-${range.last}/${bytes.length}`);
    ctx.status = 206;
    ctx.body = whole.subarray(range.first, range.last + 1);
  } else {
    ctx.status = 200;
    ctx.body = whole;
  }
}
