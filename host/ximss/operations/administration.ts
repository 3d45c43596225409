/** cliExecute (ximss.md 12). */
import { Failure, wrongState } from '../failure.js';
import type { Call, Handlers } from '../run/call.js';
import { holderParts } from '../xml/object.js';

/** Commands that change the state of a CLI connection. */
const CONNECTION = new Set(['QUIT', 'INLINE', 'STLS', 'USER', 'PASS', 'APOP', 'AUTH', 'NEWPASS', 'SETPASS']);

async function cliExecute(call: Call): Promise<void> {
  const command = call
    .text()
    .trim()
    .replace(/[\r\n\t]+/g, ' ');
  if (command === '') throw new Failure('the command is missing', 501);
  const [name = ''] = command.split(' ', 1);
  if (CONNECTION.has(name.toUpperCase())) throw wrongState('command is not available here');
  const result = await call.world.execute(call.session.principal, command);
  if (result.code >= 300) throw new Failure(result.text, result.code);
  if (result.output === undefined) return;
  const { type, content } = holderParts(result.output);
  call.send('cliResult', [['type', type]], content);
}

export const ADMINISTRATION_HANDLERS: Handlers = { cliExecute };
