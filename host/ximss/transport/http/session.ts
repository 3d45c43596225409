/** sync, async and the long poll (ximss.md 1.5.4 to 1.5.7, 1.5.9). */
import type { Bytes, Xml } from '../../../../stdlib/values/types.js';
import { Failure } from '../../failure.js';
import { dispatch } from '../../run/dispatch.js';
import { SEQUENCE_ERROR, sequenceNumber } from '../../session/sequence.js';
import type { XimssSession } from '../../session/session.js';
import type { XimssWorld } from '../../world.js';
import { SessionCaller } from './caller.js';
import { readRequests } from './documents.js';
import { HttpRefusal, lost } from './reply.js';
import type { Parameters } from './resource.js';

/** Where a request came from. */
export interface Origin {
  readonly address: string;
  readonly secure: boolean;
}

/** Requests of one session that may wait for their turn. */
const MOST_WAITING = 1000;

/** Longest and usual time of a poll, in seconds. */
const LONGEST_POLL = 300;
const USUAL_POLL = 60;

/** Runs the requests of a body and gives the reply. */
export function sync(
  world: XimssWorld,
  session: XimssSession,
  origin: Origin,
  body: Bytes,
  query: Parameters,
): Bytes | Promise<Bytes> {
  const { requests, number } = accept(world, session, body, query);
  const withQueue = query.get('syncasync') === '1';
  return sequenced(session, number, () => {
    let out = '';
    const { queueBytes } = world.settings();
    const caller = new SessionCaller(session, origin.address, origin.secure, message => {
      // whatever a client asks for at once, its responses always fit
      if (out.length + message.length > queueBytes && !message.startsWith('<response ')) throw tooLarge();
      out += message;
    });
    const finish = (): void => {
      if (withQueue && !session.isAttached) out += session.outbox.take().join('');
      if (caller.left) world.module.sessions.leave(session, false);
    };
    const reply = (): Bytes => {
      if (caller.isCut) throw lost();
      return `<XIMSS>${out}</XIMSS>`;
    };
    const done = session.serial.run(() => {
      const running = inOrder(world, caller, requests);
      return running === undefined ? finish() : running.then(finish);
    });
    return done === undefined ? reply() : done.then(reply);
  });
}

/** Queues the requests of a body; everything they produce goes to the poll. */
export function async(
  world: XimssWorld,
  session: XimssSession,
  origin: Origin,
  body: Bytes,
  query: Parameters,
): Bytes | Promise<Bytes> {
  const { requests, number } = accept(world, session, body, query);
  return sequenced(session, number, () => {
    const caller = new SessionCaller(session, origin.address, origin.secure, message =>
      session.deliver(message),
    );
    // the answer goes out first, but the turn is taken now: what arrives meanwhile comes after it
    void session.serial.run(async () => {
      await new Promise(resolve => setImmediate(resolve));
      await inOrder(world, caller, requests);
      if (caller.left) world.module.sessions.leave(session, true);
    });
    return '<XIMSS/>';
  });
}

/** One long poll; the promise gives the document. `gone` tells that the client went away. */
export async function poll(session: XimssSession, query: Parameters, gone: AbortSignal): Promise<Bytes> {
  const asked = query.get('maxwait') ?? '';
  const seconds = /^[0-9]+$/.test(asked) ? Math.min(Number(asked), LONGEST_POLL) : USUAL_POLL;
  const acknowledged = query.get('ackseq') ?? '';
  const number = /^[0-9]{1,15}$/.test(acknowledged) ? Number(acknowledged) : null;
  if (session.isAttached) return session.outbox.empty();
  const wait = session.ending !== null ? 0 : seconds * 1000;
  const document = await session.outbox.poll(number, wait, gone);
  // a session that said bye is gone as soon as its last messages have arrived
  const { outbox } = session;
  if (session.ending !== null && outbox.isDone && document === outbox.empty()) throw lost();
  return document;
}

/** The kept reply of a session that said `bye`; every other request is refused. */
export function replay(session: XimssSession, query: Parameters): Bytes | Promise<Bytes> {
  const number = guarded(() => sequenceNumber(query.get('reqseq') ?? null));
  const reply = session.sequence.replay(number);
  if (reply === null) throw lost();
  return reply;
}

const tooLarge = (): Failure => new Failure('the reply is too large', 506);

function accept(
  world: XimssWorld,
  session: XimssSession,
  body: Bytes,
  query: Parameters,
): { readonly requests: readonly Xml[]; readonly number: number | null } {
  if (session.serial.length >= MOST_WAITING) {
    throw new HttpRefusal(503, { text: 'too many requests are waiting', number: 503 });
  }
  const { requests, reqSeq } = readRequests(body, world.settings());
  return { requests, number: guarded(() => sequenceNumber(query.get('reqseq') ?? reqSeq)) };
}

function sequenced(
  session: XimssSession,
  number: number | null,
  run: () => Bytes | Promise<Bytes>,
): Bytes | Promise<Bytes> {
  return guarded(() => session.sequence.reply(number, run));
}

/** A wrong number is a refusal of the whole request. */
function guarded<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new HttpRefusal(500, { text: SEQUENCE_ERROR, number: error.number });
  }
}

/** Runs requests one after another; after `bye` nothing runs any more. */
function inOrder(world: XimssWorld, caller: SessionCaller, requests: readonly Xml[]): void | Promise<void> {
  const { session } = caller;
  const from = (at: number): void | Promise<void> => {
    for (let next = at; next < requests.length; next++) {
      if (caller.left) return;
      if (session.ending !== null) {
        caller.isCut = true;
        return;
      }
      const running = dispatch(world, caller, requests[next] as Xml);
      if (running !== undefined) return running.then(() => from(next + 1));
    }
  };
  return from(0);
}
