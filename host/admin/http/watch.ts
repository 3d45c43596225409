/** `GET /usage` and `GET /log` of the administration listener: for those who may monitor. */
import type { Context } from 'koa';
import { PosternError } from '../../errors/index.js';
import { jsonLines, logStream } from '../log/stream.js';
import type { TailFilter } from '../log/tail.js';
import type { AdminServices } from './types.js';

const MOST_RECORDS = 10_000;

function one(ctx: Context, name: string): string {
  const value = ctx.query[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

/** What programs and pages have cost, as JSON. Parameter `domain`: those of one domain. */
export function getUsage(ctx: Context, { apps }: AdminServices): void {
  const domain = one(ctx, 'domain').toLowerCase();
  ctx.body = { usage: apps.usage().filter(usage => domain === '' || usage.domain === domain) };
}

/**
 * Records of the log, one JSON object a line. Parameters: `domain`, `app`, `level`, `text`; `count` of records that are
 * there already; `follow=1`: goes on with those that come.
 * @throws PosternError `too-many`
 */
export function getLog(ctx: Context, { tail, followers }: AdminServices): void {
  const level = one(ctx, 'level');
  const count = one(ctx, 'count');
  if (!/^[0-5]?$/.test(level) || !/^\d{0,5}$/.test(count)) throw new PosternError('bad-request');
  const filter: TailFilter = {
    domain: one(ctx, 'domain').toLowerCase() || null,
    app: one(ctx, 'app') || null,
    level: level === '' ? 5 : Number(level),
    text: one(ctx, 'text'),
  };
  const isFollowing = one(ctx, 'follow') === '1';
  if (isFollowing && tail.followerCount >= followers()) throw new PosternError('too-many');
  ctx.type = 'application/x-ndjson';
  const records = count === '' ? 100 : Math.min(MOST_RECORDS, Number(count));
  ctx.body = logStream(tail, jsonLines, filter, records, isFollowing);
}
