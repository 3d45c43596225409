/** The worker environment of web programs and pages: the table of their synchronous built-ins. */
import type { HostOp, WorkerEnvironment } from '../../../runtime/index.js';
import { accountOps } from './accountops.js';
import { WebContext as Context, type WebContext, type WebInput, type WebPatch } from './context.js';
import { noticeOps } from './noticeops.js';
import type { WebOp } from './ops.js';
import { pageHost } from './page.js';
import { randomOps } from './randomops.js';
import { requestOps } from './requestops.js';
import { timeOps } from './timeops.js';

/** The request built-ins see the request only. */
const ofRequest: Record<string, WebOp> = Object.fromEntries(
  Object.entries(requestOps).map(([name, op]) => [
    name,
    (context: WebContext, ...args) =>
      op(context.request, ...(args as Parameters<typeof op> extends [unknown, ...infer R] ? R : never)),
  ]),
);

/** Every synchronous built-in by its name in small letters. */
export const webOps: Readonly<Record<string, WebOp>> = {
  ...ofRequest,
  ...timeOps,
  ...randomOps,
  ...accountOps,
  ...noticeOps,
};

export const environment: WorkerEnvironment<WebContext> = {
  name: 'web',
  ops: webOps as Readonly<Record<string, HostOp<WebContext>>>,
  context: (input, services) => new Context(input as unknown as WebInput, services),
  update: (context, patch) => context.update(patch as unknown as WebPatch),
  spawned: context => context.spawned(),
  page: pageHost,
};
