/**
 * The private key of the account (ximss.md 13.6): an encrypted PKCS #8 key in the file storage. Unlocking keeps the
 * clear key in the memory of the session, and nowhere else, until it is locked, the time is over or the session ends.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { Failure } from '../failure.js';
import type { Call, Handlers } from '../run/call.js';
import type { XimssSession } from '../session/session.js';

/** Where the key is kept. */
export const KEY_FILE = 'private/settings/smime.key';

interface Unlocked {
  readonly key: KeyObject;
  readonly timer: NodeJS.Timeout | null;
}

const keys = new WeakMap<XimssSession, Unlocked>();

/** The unlocked key of a session, null while it is locked. */
export function unlockedKey(session: XimssSession): KeyObject | null {
  return keys.get(session)?.key ?? null;
}

async function storedKey(call: Call): Promise<string> {
  try {
    const { bytes } = await call.world.objects.files.read(call.session.principal, '*', KEY_FILE);
    return Buffer.from(bytes).toString('latin1');
  } catch (error) {
    if (error instanceof PosternError && error.number === 541) throw new Failure('no private key', 510);
    throw error;
  }
}

function opened(pem: string, password: Bytes): KeyObject {
  try {
    return createPrivateKey({ key: pem, passphrase: Buffer.from(password, 'latin1') });
  } catch {
    throw new Failure('incorrect password', 515);
  }
}

function lock(session: XimssSession): void {
  const known = keys.get(session);
  if (known?.timer) clearTimeout(known.timer);
  keys.delete(session);
}

/** Longest time that a key stays unlocked, in seconds. */
const LONGEST = 86_400;

async function SMIMEUnlock(call: Call): Promise<void> {
  const { session } = call;
  const key = opened(await storedKey(call), call.need('password'));
  const duration = Math.min(call.number('duration') ?? 0, LONGEST);
  lock(session);
  const timer = duration > 0 ? setTimeout(() => lock(session), duration * 1000).unref() : null;
  keys.set(session, { key, timer });
  session.onEnd(() => lock(session));
}

function SMIMELock(call: Call): void {
  lock(call.session);
}

async function SMIMEModifyPassword(call: Call): Promise<void> {
  const key = opened(await storedKey(call), call.need('oldPassword'));
  const password = call.need('newPassword');
  if (password === '') throw new PosternError('bad-password', { args: ['it is empty'] });
  const passphrase = Buffer.from(password, 'latin1').toString('latin1');
  const pem = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase });
  await call.world.objects.files.write(call.session.principal, '*', KEY_FILE, Buffer.from(pem));
}

export const SECURITY_HANDLERS: Handlers = { SMIMEUnlock, SMIMELock, SMIMEModifyPassword };
