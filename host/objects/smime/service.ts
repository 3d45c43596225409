/**
 * S/MIME of accounts (ximss.md 13.6, webapp.md 4). The private key is an encrypted PKCS #8 key in the file storage, the
 * certificates of the account lie beside it. Unlocking keeps the clear key in the memory of the session, and nowhere
 * else, until it is locked, the time is over or the session ends.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { findCardProperty, partText, readVCards } from '../../../stdlib/formats/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { Kind } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Accounts } from '../accounts/service.js';
import type { Core } from '../core/core.js';
import type { Files } from '../files/files.js';
import type { Mailboxes } from '../mailboxes/mailboxes.js';
import { addressOf, fieldValues } from '../messages/head.js';
import type { Messages } from '../messages/messages.js';
import { allParts, parseStructure, partBytes, partText as textOf } from '../mime/index.js';
import { type Principal, SYSTEM } from '../principal.js';
import type { Session } from '../sessions/types.js';
import { textSetting } from '../settings/read.js';
import type { Views } from '../views/index.js';
import { addressesOf, type Certificate, certificateOf, isCurrent, readCertificates } from './certificates.js';
import { canEncrypt, type OpenedEnvelope, openEnvelope } from './envelope.js';
import { encryptMessage, isSigned, signedBytes, signMessage, unsealed } from './message.js';
import { type CheckedContent, checkSigned } from './signature.js';

/** Where key and certificates of an account are kept. */
export const KEY_FILE = 'private/settings/smime.key';
export const CERTIFICATE_FILE = 'private/settings/smime.crt';

interface Unlocked {
  readonly key: KeyObject;
  readonly own: readonly Certificate[];
  readonly timer: NodeJS.Timeout | null;
}

/** What the service stands on. */
export interface SmimeDeps {
  readonly core: Core;
  readonly accounts: Accounts;
  readonly files: Files;
  readonly mailboxes: Mailboxes;
  readonly messages: Messages;
  readonly views: Views;
}

/** Longest time that a key stays unlocked, in seconds. */
const LONGEST = 86_400;

export class Smime {
  private readonly unlocked = new WeakMap<Session, Unlocked>();

  constructor(private readonly deps: SmimeDeps) {}

  // --- the key

  /**
   * Unlocks the key of the session's account. Throws `no-private-key`, `wrong-password`.
   * @param seconds how long; 0: until the end of the session
   */
  async unlock(session: Session, password: Bytes, seconds = 0): Promise<void> {
    const key = openedKey(await this.storedKey(session.principal), password);
    const own = await this.certificatesIn(session.principal, '*');
    this.lock(session);
    const time = Math.min(seconds, LONGEST);
    const timer = time > 0 ? setTimeout(() => this.lock(session), time * 1000).unref() : null;
    this.unlocked.set(session, { key, own, timer });
  }

  lock(session: Session): void {
    const known = this.unlocked.get(session);
    if (known?.timer) clearTimeout(known.timer);
    this.unlocked.delete(session);
  }

  isUnlocked(session: Session): boolean {
    return this.unlocked.has(session);
  }

  /** True when the account has a key that could be unlocked. */
  async hasKey(who: Principal): Promise<boolean> {
    return this.storedKey(who).then(
      () => true,
      () => false,
    );
  }

  /** Gives the stored key another password. Throws `no-private-key`, `wrong-password`, `bad-password`. */
  async changePassword(who: Principal, old: Bytes, password: Bytes): Promise<void> {
    const key = openedKey(await this.storedKey(who), old);
    if (password === '') throw new PosternError('bad-password', { args: ['it is empty'] });
    const passphrase = Buffer.from(password, 'latin1');
    const pem = key.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      // the types of Node know texts only, which it would write in UTF-8 once more
      passphrase: passphrase as unknown as string,
    });
    await this.deps.files.write(who, '*', KEY_FILE, Buffer.from(pem));
  }

  private async storedKey(who: Principal): Promise<string> {
    const bytes = await this.file(who, '*', KEY_FILE);
    if (bytes === null) throw new PosternError('no-private-key');
    return Buffer.from(bytes).toString('latin1');
  }

  private async file(who: Principal, account: string, name: string): Promise<Uint8Array | null> {
    try {
      return (await this.deps.files.read(who, account, name)).bytes;
    } catch (error) {
      if (error instanceof PosternError && error.code === 'file-unknown') return null;
      throw error;
    }
  }

  private need(session: Session): Unlocked {
    const found = this.unlocked.get(session);
    if (found === undefined) throw new PosternError('key-locked');
    return found;
  }

  // --- certificates

  /** Certificates of an account, those for encryption and those of issuers; empty when it has none. */
  async certificatesIn(who: Principal, account: string): Promise<Certificate[]> {
    const bytes = await this.file(who, account, CERTIFICATE_FILE);
    try {
      return bytes === null ? [] : readCertificates(bytes);
    } catch {
      return [];
    }
  }

  /**
   * Certificates that mail to an address is encrypted for: those of an account of this server, else those in the
   * contacts of the sender. Empty: there is none.
   */
  async certificatesFor(who: Principal, address: Bytes): Promise<Certificate[]> {
    const addr = this.deps.accounts.resolve(address, who.kind === 'system' ? null : who.domain);
    const email = addr === null ? address.toLowerCase() : `${addr.account}@${addr.domain}`;
    const own = addr === null ? [] : await this.certificatesIn(SYSTEM, email);
    const found = own.length > 0 || who.kind !== 'account' ? own : await this.inContacts(who, email);
    const now = new Date(this.deps.core.clock());
    const usable = found.filter(one => canEncrypt(one) && !one.x509.ca && isCurrent(one, now));
    const named = usable.filter(one => addressesOf(one).includes(email));
    return named.length > 0 ? named : usable.slice(0, 1);
  }

  private async inContacts(who: Principal & { kind: 'account' }, email: string): Promise<Certificate[]> {
    const prefs = this.deps.accounts.prefs({ account: who.account, domain: who.domain });
    const mailbox = textSetting(prefs, 'ContactsBox', 'Contacts');
    const found: Certificate[] = [];
    try {
      const view = await this.deps.views.open(who, '*', { mailbox }, () => undefined);
      try {
        for (const uid of view.uids()) {
          const isOf = fieldValues(view.head(uid), 'to').some(
            value => addressOf(value)?.address.toLowerCase() === email,
          );
          if (isOf) found.push(...certificatesOfCard(await this.deps.messages.read(who, view.box, uid)));
        }
      } finally {
        view.close();
      }
    } catch (error) {
      if (!(error instanceof PosternError)) throw error;
    }
    return found;
  }

  private trusted(): Certificate[] {
    const all = this.deps.core.server.value('trustedCertificates');
    if (!Array.isArray(all)) return [];
    return all.flatMap(item => {
      try {
        return item !== null && typeof item === 'object' && 'bytes' in item && item.kind === Kind.Data
          ? [certificateOf(Buffer.from(item.bytes, 'latin1'))]
          : [];
      } catch {
        return [];
      }
    });
  }

  // --- messages

  /**
   * Encrypts a message for everybody who gets it. Throws `no-certificate` for an address without one.
   * @param also more certificates, such as the sender's own
   */
  async encryptFor(who: Principal, text: Uint8Array, addresses: readonly Bytes[]): Promise<Buffer> {
    const all = new Map<Bytes, Certificate>();
    for (const address of addresses) {
      const found = await this.certificatesFor(who, address);
      if (found.length === 0) throw new PosternError('no-certificate', { args: [address] });
      for (const one of found) all.set(one.key, one);
    }
    return encryptMessage(text, [...all.values()]);
  }

  /** Signs a message with the unlocked key. Throws `key-locked`, `no-certificate`. */
  sign(session: Session, text: Uint8Array): Buffer {
    const { key, own } = this.need(session);
    const certificate = own.find(one => one.x509.checkPrivateKey(key));
    if (certificate === undefined) throw new PosternError('no-certificate', { args: [session.who.email] });
    const chain = own.filter(one => one !== certificate);
    return signMessage(text, { key, certificate, chain }, new Date(this.deps.core.clock()));
  }

  /** Opens one encrypted content. Throws `key-locked`, and `Unreadable` when the key does not fit. */
  open(session: Session, sealed: Uint8Array): OpenedEnvelope {
    const { key, own } = this.need(session);
    const mine = own.filter(one => one.x509.checkPrivateKey(key));
    return openEnvelope(sealed, key, mine);
  }

  /** The message with everything decrypted that the unlocked key opens; as it is while the key is locked. */
  opened(session: Session, text: Uint8Array): Uint8Array {
    if (!this.isUnlocked(session)) return text;
    return unsealed(text, sealed => {
      try {
        return this.open(session, sealed).content;
      } catch {
        return this.contentOfSigned(sealed);
      }
    });
  }

  private contentOfSigned(sealed: Uint8Array): Buffer | null {
    try {
      return this.check(sealed, null).content;
    } catch {
      return null;
    }
  }

  /** Checks signatures against the trusted certificates of the server. Throws `Unreadable`. */
  check(signature: Uint8Array, detached: Uint8Array | null): CheckedContent {
    return checkSigned(signature, detached, this.trusted(), new Date(this.deps.core.clock()));
  }

  /** Checks every `multipart/signed` of a message; keys are the IDs of the parts, null: not readable. */
  signatures(text: Uint8Array): ReadonlyMap<Bytes, CheckedContent | null> {
    const found = new Map<Bytes, CheckedContent | null>();
    for (const part of allParts(parseStructure(text))) {
      const [content, signature] = part.parts;
      if (!isSigned(part) || content === undefined || signature === undefined) continue;
      try {
        found.set(part.id, this.check(partBytes(text, signature), signedBytes(text, content)));
      } catch {
        found.set(part.id, null);
      }
    }
    return found;
  }
}

function openedKey(pem: string, password: Bytes): KeyObject {
  try {
    return createPrivateKey({ key: pem, passphrase: Buffer.from(password, 'latin1') });
  } catch {
    throw new PosternError('wrong-key-password');
  }
}

/** Certificates in the vCard of a contact. */
function certificatesOfCard(message: Uint8Array): Certificate[] {
  const root = parseStructure(message);
  return (readVCards(textOf(message, root)) ?? []).flatMap(card => {
    const value = partText(findCardProperty(card, 'KEY'), 'BINVAL');
    if (value === '') return [];
    try {
      return readCertificates(Buffer.from(value, 'base64'));
    } catch {
      return [];
    }
  });
}
