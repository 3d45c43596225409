/** Fixtures: the domains, accounts, mail and files that a scenario begins with (vectors/ximss/fixtures). */
import { readFileSync } from 'node:fs';
import { type Objects, SYSTEM } from '../../../host/objects/api.js';
import { changeFlags, NO_FLAGS, parseFlags } from '../../../host/objects/messages/flags.js';
import { readTime } from '../../../host/ximss/xml/times.js';
import { dictOf } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { encodeUtf8 } from '../../../stdlib/values/utf8.js';

type Texts = Readonly<Record<string, string>>;

export interface FixtureMessage {
  readonly mailbox: string;
  readonly uid: number;
  readonly flags: readonly string[];
  readonly internalDate: string;
  readonly source: string;
}

export interface FixtureAccount {
  readonly name: string;
  readonly domain: string;
  readonly password: string;
  readonly settings?: Texts;
  readonly preferences?: Texts;
  readonly rights?: readonly string[];
  readonly disabledServices?: readonly string[];
  readonly mailboxes?: readonly { readonly name: string; readonly class?: string }[];
  readonly messages?: readonly FixtureMessage[];
  readonly files?: readonly { readonly path: string; readonly text: string }[];
}

export interface Fixture {
  readonly server: {
    readonly mainDomain: string;
    readonly timeZone: string;
    readonly protocolVersion: string;
  };
  readonly domains: readonly {
    readonly name: string;
    readonly settings?: Texts;
    readonly defaultPreferences?: Texts;
    readonly passwordStorage?: string;
  }[];
  readonly accounts: readonly FixtureAccount[];
}

export function readFixture(file: string): Fixture {
  return JSON.parse(readFileSync(file, 'utf8')) as Fixture;
}

const dict = (texts: Texts = {}, more: readonly (readonly [Bytes, Value])[] = []): Dict =>
  dictOf([...Object.entries(texts).map(([key, value]) => [key, encodeUtf8(value)] as const), ...more]);

/** Services that accounts can be kept from (objects.md 3). */
const SERVICES =
  'Mail Relay Signal Mobile TLS POP IMAP MAPI AirSync SIP XMPP WebMail WebCAL XIMSS ACAP PWD LDAP RADIUS S/MIME HTTP WebSite FTP MobilePBX Intercom'.split(
    ' ',
  );

/** Puts everything of a fixture into a fresh server. */
export async function fill(objects: Objects, fixture: Fixture): Promise<void> {
  for (const { name, settings, defaultPreferences, passwordStorage } of fixture.domains) {
    if (objects.domains.find(name) === null) await objects.domains.create(SYSTEM, name, dictOf([]));
    await objects.domains.updateSettings(SYSTEM, name, dict(settings));
    const zone = ['TimeZone', fixture.server.timeZone] as const;
    await objects.defaults.update(SYSTEM, 'accountPrefs', name, dict(defaultPreferences, [zone]));
    const recoverable = passwordStorage?.startsWith('recoverable') ?? false;
    const encryption = recoverable ? 'A-crpt' : 'scrypt';
    await objects.defaults.update(
      SYSTEM,
      'accountDefaults',
      name,
      dictOf([['PasswordEncryption', encryption]]),
    );
  }
  for (const account of fixture.accounts) await fillAccount(objects, account);
}

async function fillAccount(objects: Objects, account: FixtureAccount): Promise<void> {
  const email = `${account.name}@${account.domain}`;
  const disabled = account.disabledServices ?? [];
  const modes: (readonly [Bytes, Value])[] =
    disabled.length === 0 ? [] : [['AccessModes', SERVICES.filter(name => !disabled.includes(name))]];
  if (!objects.accounts.exists({ account: account.name, domain: account.domain })) {
    await objects.accounts.create(SYSTEM, email);
  }
  await objects.accounts.updateSettings(SYSTEM, email, dict(account.settings, modes));
  await objects.passwords.set(SYSTEM, email, encodeUtf8(account.password), {});
  if (account.rights?.length) await objects.rights.setRights(SYSTEM, email, account.rights);
  await objects.preferences.update(SYSTEM, email, dict(account.preferences));
  await fillMail(objects, email, account);
  for (const { path, text } of account.files ?? []) {
    await objects.files.write(SYSTEM, email, encodeUtf8(path), Buffer.from(text));
  }
}

async function fillMail(objects: Objects, email: string, account: FixtureAccount): Promise<void> {
  for (const { name, class: boxClass } of account.mailboxes ?? []) {
    await objects.mailboxes.openOrMake(SYSTEM, email, encodeUtf8(name), boxClass ?? '');
  }
  for (const { mailbox, uid, flags, internalDate, source } of account.messages ?? []) {
    const box = await objects.mailboxes.open(SYSTEM, email, encodeUtf8(mailbox));
    const stored = await objects.messages.append(SYSTEM, box, Buffer.from(source), {
      flags: changeFlags(NO_FLAGS, parseFlags(flags.join(','))),
      internalDate: (readTime(internalDate)?.at ?? 0) * 1000,
    });
    if (stored.uid !== uid) throw new Error(`the message gets the UID ${stored.uid}, not ${uid}`);
  }
}
