/** The table of operations: what is declared, joined with what runs it. */

import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { DECLARATIONS } from '../declarations/index.js';
import type { Call, Handler, Handlers } from '../run/call.js';
import { HANDLERS } from './index.js';

/** An operation as the dispatcher sees it. */
export interface Operation {
  readonly name: string;
  readonly group: string;
  readonly tier: 1 | 2 | 3;
  readonly beforeLogin: boolean;
  /** Something runs it. */
  readonly supported: boolean;
  /** Names of the attributes that must be there. */
  readonly required: readonly string[];
  readonly run: Handler;
}

/** Allowed before login (ximss.md 3). */
const BEFORE = new Set([
  'listFeatures',
  'readStrings',
  'starttls',
  'login',
  'auth',
  'recoverPassword',
  'signup',
  'noop',
  'bye',
]);

function unavailable(call: Call): void {
  throw new PosternError('no-service', { args: [call.request.type] });
}

function build(handlers: Handlers): Map<string, Operation> {
  const table = new Map<string, Operation>();
  for (const [group, declarations] of Object.entries(DECLARATIONS)) {
    for (const { name, tier, attributes } of declarations) {
      const run = handlers[name];
      table.set(name.toLowerCase(), {
        name,
        group,
        tier,
        beforeLogin: BEFORE.has(name),
        supported: run !== undefined,
        required: attributes.filter(({ required }) => required).map(attribute => attribute.name),
        run: run ?? unavailable,
      });
    }
  }
  for (const name of Object.keys(handlers)) {
    if (!table.has(name.toLowerCase())) throw new Error(`the operation ${name} is not declared`);
  }
  return table;
}

const TABLE = build(HANDLERS);

/** Names in small letters that clients in the field use for operations of other names. */
const OTHER_NAMES: ReadonlyMap<Bytes, Bytes> = new Map([
  // an upload becomes a file: fileWrite with uploadID
  ['filestore', 'filewrite'],
]);

/** The operation of this name, in any letter case. */
export function findOperation(name: Bytes): Operation | undefined {
  const lower = name.toLowerCase();
  return TABLE.get(name) ?? TABLE.get(lower) ?? TABLE.get(OTHER_NAMES.get(lower) ?? '');
}

/** All operations, in the order of the specification. */
export function allOperations(): readonly Operation[] {
  return [...TABLE.values()];
}
