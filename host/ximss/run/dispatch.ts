/** From a request to its response (ximss.md 2.4 to 2.6). */
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { symbolCount } from '../../../stdlib/values/utf8.js';
import { failedResponse, INTERNAL, missingAttribute, type Told, told } from '../failure.js';
import { findOperation, type Operation } from '../operations/table.js';
import type { XimssWorld } from '../world.js';
import { attribute } from '../xml/query.js';
import { element } from '../xml/write.js';
import { Call } from './call.js';
import type { Caller } from './caller.js';

const MISSING_ID: Told = { text: 'the id attribute is missing', number: 501 };
const UNKNOWN: Told = { text: 'unknown command', number: 500 };
const LOGIN: Told = { text: 'login is required', number: 511 };
const TIER3: Told = { text: 'operation is not supported', number: 590 };

/** Runs one request; its messages and its response go to the caller. Never throws, never rejects. */
export function dispatch(world: XimssWorld, caller: Caller, request: Xml): void | Promise<void> {
  const id = attribute(request, 'id');
  if (id === null || !isId(id)) {
    cancelExchange(caller);
    caller.emit(failedResponse(null, MISSING_ID));
    return;
  }
  const operation = findOperation(request.type);
  const exeTime = attribute(request, 'exetime') ?? '';
  const started = exeTime === '' || exeTime === '0' ? null : world.now();
  const call = new Call(world, caller, request, id);
  const refusal = refuse(operation, caller);
  if (operation?.name !== 'auth') cancelExchange(caller);
  if (operation === undefined || refusal !== null) return respond(call, started, refusal);
  caller.session?.begins(operation.name);
  try {
    for (const name of operation.required) if (call.attr(name) === null) throw missingAttribute(name);
    const running = operation.run(call);
    if (running === undefined) return respond(call, started, null);
    return running.then(
      () => respond(call, started, null),
      error => fail(call, started, error),
    );
  } catch (error) {
    return fail(call, started, error);
  }
}

/** Symbols of the longest id. */
const LONGEST_ID = 255;

/** One symbol or more, but not too many of them (ximss.md 2.4). */
function isId(id: Bytes): boolean {
  if (id === '' || id.length <= LONGEST_ID) return id !== '';
  return id.length <= LONGEST_ID * 4 && symbolCount(id) <= LONGEST_ID;
}

function refuse(operation: Operation | undefined, caller: Caller): Told | null {
  if (operation === undefined) return UNKNOWN;
  if (caller.session === null && !operation.beforeLogin) return LOGIN;
  return operation.tier === 3 && !operation.supported ? TIER3 : null;
}

/** Any request but `auth` ends an exchange: its login is answered first (ximss.md 3.2). */
function cancelExchange(caller: Caller): void {
  const exchange = caller.login?.exchange;
  if (exchange === null || exchange === undefined || caller.login === null) return;
  caller.login.exchange = null;
  caller.emit(failedResponse(exchange.id, { text: 'authentication is cancelled', number: 502 }));
}

function respond(call: Call, started: number | null, failure: Told | null): void {
  const { caller, world } = call;
  caller.session?.ends();
  if (call.unanswered) return;
  const exeTime = started === null ? null : Math.max(0, Math.round(world.now() - started));
  caller.emit(
    failure === null ? success(call.answerId, exeTime) : failedResponse(call.answerId, failure, exeTime),
  );
  call.after?.();
}

const PLAIN_ID = /^[A-Za-z0-9_-]*$/;

function success(id: Bytes, exeTime: number | null): Bytes {
  if (exeTime === null && PLAIN_ID.test(id)) return `<response id="${id}"/>`;
  return element('response', [
    ['id', id],
    ['exeTime', exeTime],
  ]);
}

function fail(call: Call, started: number | null, error: unknown): void {
  // a failed step ends its exchange: this is the one response of the login
  if (call.caller.login !== null) call.caller.login.exchange = null;
  const failure = told(error);
  if (failure === null) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    call.world.log.failure(call.caller.session?.tag ?? 'XIMSSI', `${call.request.type} failed: ${text}`);
  }
  respond(call, started, failure ?? INTERNAL);
}
