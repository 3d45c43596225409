/** The switch for instant messages and presence (ximss.md 14); everything about calls is not supported. */
import { Failure } from '../failure.js';
import type { Call, Handlers } from '../run/call.js';
import { childNamed } from '../xml/query.js';

/**
 * Telephones always offer their media, also where they want messages and presence: these they get, and no call comes.
 * Who offers media and wants nothing else is told that there is nothing else.
 */
async function signalBind(call: Call): Promise<void> {
  const readIM = call.flag('readIM');
  const presence = call.flag('presence');
  const offersMedia =
    childNamed(call.request, 'sdp') !== null || childNamed(call.request, 'sdptext') !== null;
  if (offersMedia && !readIM && !presence) throw new Failure('operation is not supported', 590);
  await call.world.module.messaging.bind(call.session, {
    clientId: call.filled('clientID'),
    readIM,
    presence,
  });
}

async function signalUnbind(call: Call): Promise<void> {
  const { messaging } = call.world.module;
  if (!messaging.isBound(call.session)) throw new Failure('not bound', 569);
  await messaging.unbind(call.session);
}

export const SIGNALS_HANDLERS: Handlers = { signalBind, signalUnbind };
