/** The HTTP binding as a function of Node's requests (ximss.md 1.5). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { INTERNAL } from '../../failure.js';
import type { XimssSession } from '../../session/session.js';
import { logIn, logOut } from '../../wirelog.js';
import type { XimssWorld } from '../../world.js';
import { Budget, isXml, readBody } from './body.js';
import { cookieFor, cookieOf } from './cookie.js';
import { download } from './download.js';
import { mime } from './files.js';
import { format } from './format.js';
import { loginResource } from './login.js';
import { HttpRefusal, lost, sendRefusal, sendXml } from './reply.js';
import type { Resource } from './resource.js';
import { async, type Origin, poll, replay, sync } from './session.js';
import { upload } from './upload.js';

/** What the listener knows of a request: who sent it, and which domain its Host field names. */
export interface HttpFacts extends Origin {
  readonly domain: string | null;
}

/** Answers a request; the promise is fulfilled when the answer is on its way. */
export async function handleHttp(
  world: XimssWorld,
  resource: Resource,
  request: IncomingMessage,
  response: ServerResponse,
  facts: HttpFacts,
): Promise<void> {
  let session: XimssSession | null = null;
  try {
    if (resource.kind === 'login') {
      const body = (await readBody(request, world.settings().maxPreLogin)).toString('latin1');
      const authorization = request.headers.authorization ?? '';
      // a form holds a password, and a session request is told by the log of its result
      if (isXml(body)) logIn(world.log, 'XIMSSI', body);
      const reply = await loginResource(world, {
        origin: facts,
        domain: facts.domain,
        query: resource.query,
        body,
        authorization,
      });
      logOut(world.log, 'XIMSSI', reply);
      return sendXml(response, reply);
    }
    session = findSession(world, resource.session, request, facts);
    session.touch();
    await answer(world, session, resource, request, response, facts);
    session.touch();
  } catch (error) {
    refuse(world, session, response, error, facts.secure);
  }
}

function findSession(
  world: XimssWorld,
  id: string,
  request: IncomingMessage,
  facts: HttpFacts,
): XimssSession {
  const session = world.module.sessions.find(id);
  if (session === null) throw lost();
  if (!world.module.sessions.admits(session, facts.address, cookieOf(request.headers.cookie))) throw lost();
  return session;
}

async function answer(
  world: XimssWorld,
  session: XimssSession,
  resource: Exclude<Resource, { kind: 'login' }>,
  request: IncomingMessage,
  response: ServerResponse,
  facts: HttpFacts,
): Promise<void> {
  const cookie = cookieFor(world.module.sessions.cookieToSet(session), session.id, facts.secure);
  if (resource.kind === 'sync' || resource.kind === 'async') {
    if (session.ending !== null) return sendXml(response, await replay(session, resource.query), cookie);
    const budget = new Budget(session);
    try {
      const buffer = readBody(request, world.settings().maxRequest, budget);
      const body = (buffer instanceof Promise ? await buffer : buffer).toString('latin1');
      const run = resource.kind === 'sync' ? sync : async;
      logIn(world.log, session.tag, body);
      const reply = await run(world, session, facts, body, resource.query);
      logOut(world.log, session.tag, reply);
      return sendXml(response, reply, cookie);
    } finally {
      budget.end();
    }
  }
  if (resource.kind === 'get') {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const document = await poll(session, resource.query, gone.signal);
    logOut(world.log, session.tag, document);
    return sendXml(response, document, cookie);
  }
  if (session.ending !== null) throw lost();
  if (resource.kind === 'kill') return kill(world, session, request, response);
  if (!('rest' in resource))
    throw new HttpRefusal(400, { text: 'a WebSocket upgrade is expected', number: 507 });
  if (resource.kind === 'upload') {
    await upload(world, session, resource.rest, request);
    return sendXml(response, '<XIMSS></XIMSS>', cookie);
  }
  if (resource.kind === 'download') return download(world, session, resource.rest, response, cookie);
  if (resource.kind === 'mime') return mime(world, session, resource.rest, response, cookie);
  return format(world, session, resource.rest, resource.query, response, cookie);
}

/** A page that is left ends its session with a beacon: it posts nothing and reads no answer. */
function kill(
  world: XimssWorld,
  session: XimssSession,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method !== 'POST') {
    throw new HttpRefusal(405, { text: 'POST is expected', number: 405 }, { Allow: 'POST' });
  }
  world.module.sessions.leave(session, false);
  sendXml(response, '<XIMSS/>');
}

function refuse(
  world: XimssWorld,
  session: XimssSession | null,
  response: ServerResponse,
  error: unknown,
  secure: boolean,
): void {
  const isLive = session !== null && session.ending === null;
  const cookie = isLive ? cookieFor(world.module.sessions.cookieToSet(session), session.id, secure) : null;
  if (error instanceof HttpRefusal) {
    sendRefusal(response, error, cookie);
    return;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  world.log.failure(session?.tag ?? 'XIMSSI', `request failed: ${text}`);
  sendRefusal(response, new HttpRefusal(500, INTERNAL), cookie);
}
