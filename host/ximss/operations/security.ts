/** The private key of the account (ximss.md 13.6). */
import type { Call, Handlers } from '../run/call.js';

async function SMIMEUnlock(call: Call): Promise<void> {
  const { smime } = call.world.objects;
  const { session } = call;
  await smime.unlock(session.record, call.need('password'), call.number('duration') ?? 0);
  session.onEnd(() => smime.lock(session.record));
}

function SMIMELock(call: Call): void {
  call.world.objects.smime.lock(call.session.record);
}

async function SMIMEModifyPassword(call: Call): Promise<void> {
  const { smime } = call.world.objects;
  await smime.changePassword(call.session.principal, call.need('oldPassword'), call.need('newPassword'));
}

export const SECURITY_HANDLERS: Handlers = { SMIMEUnlock, SMIMELock, SMIMEModifyPassword };
