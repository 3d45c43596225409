/** Preferences, password, account data (ximss.md 5). */
import { dictKeys, dictOf, dictPut, newDict } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict, Value, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { SYSTEM } from '../../objects/api.js';
import { Failure, illegal, missingAttribute } from '../failure.js';
import type { Call, Handlers } from '../run/call.js';
import { pair, readObject } from '../xml/object.js';
import { attribute, children, texts } from '../xml/query.js';

const TYPES = ['effective', 'default', 'custom'] as const;

function typeOf(call: Call): (typeof TYPES)[number] {
  const type = call.filled('type')?.toLowerCase();
  if (type === undefined) return 'effective';
  if (type === 'default' || type === 'custom') return type;
  throw illegal('unknown preferences type');
}

/** These values, or those that the request names. Names that nobody has are skipped. */
function chosen(call: Call, values: Dict): Bytes {
  const names = texts(call.request, 'name');
  return (names.length === 0 ? dictKeys(values) : names)
    .map(name => [name, values.entries[name]] as const)
    .map(([name, value]) => (value === undefined || value === null ? '' : pair(name, value)))
    .join('');
}

function prefsRead(call: Call): void {
  const type = typeOf(call);
  const { preferences } = call.world.objects;
  const { principal, record } = call.session;
  const values =
    type === 'custom'
      ? preferences.get(principal, '*')
      : type === 'default'
        ? preferences.defaults(record.domain)
        : preferences.effective(principal, '*');
  call.send('prefs', [['type', call.filled('type')]], chosen(call, values));
}

/** Name and value of each child; an empty element without type stands for null, which removes. */
function pairsOf(request: Xml, illegalName: () => Failure): Dict {
  const pairs = newDict();
  for (const child of children(request)) {
    const isKey = child.type.toLowerCase() === 'subkey';
    const name = isKey ? attribute(child, 'key') : child.type;
    if (name === null || name === '' || name.length > 255) throw illegalName();
    const isEmpty = child.body.length === 0 && attribute(child, 'type') === null;
    const value: Value | undefined = isEmpty ? null : readObject(child);
    if (value === undefined) throw illegal(`illegal value of ${name}`);
    dictPut(pairs, name, value);
  }
  return pairs;
}

async function prefsStore(call: Call): Promise<void> {
  if (typeOf(call) === 'default') throw new PosternError('no-rights');
  const changes = pairsOf(call.request, () => illegal('illegal preference name'));
  if (dictKeys(changes).length === 0) return;
  await call.world.objects.preferences.update(call.session.principal, '*', changes);
}

async function passwordModify(call: Call): Promise<void> {
  const { passwords, accounts } = call.world.objects;
  const { principal, record, email } = call.session;
  const newPassword = call.filled('newPassword');
  const recovery = call.attr('recoveryEmail');
  if (newPassword === null && recovery === null) throw missingAttribute('newPassword');
  if (!(await passwords.check(record, call.need('oldPassword'))))
    throw new Failure('incorrect password', 515);
  if (newPassword !== null) await passwords.set(principal, '*', newPassword);
  if (recovery !== null) {
    const changes = newDict();
    dictPut(changes, 'RecoverPassword', recovery === '' ? null : recovery);
    await accounts.updateSettings(SYSTEM, email, changes);
  }
}

function publicInfoRead(call: Call): void {
  const { objects, publicInfoNames } = call.world;
  const { principal, email } = call.session;
  const account = call.filled('accountName');
  const settings =
    account === null ? ownSettings(call) : objects.accounts.effectiveSettings(principal, account);
  const wanted = texts(call.request, 'name');
  const names = (publicInfoNames?.() ?? []).filter(name => wanted.length === 0 || wanted.includes(name));
  call.send('publicInfo', [['accountName', account ?? email]], chosenOf(settings, names));
}

function ownSettings(call: Call): Dict {
  return call.world.objects.accounts.effective(call.session.record);
}

function chosenOf(values: Dict, names: readonly Bytes[]): Bytes {
  return names
    .map(name => {
      const value = values.entries[name];
      return value === undefined || value === null ? '' : pair(name, value);
    })
    .join('');
}

async function publicInfoStore(call: Call): Promise<void> {
  const unknown = (): Failure => illegal('unknown public info attribute');
  const names = call.world.publicInfoNames?.() ?? [];
  const changes = pairsOf(call.request, unknown);
  for (const name of dictKeys(changes)) if (!names.includes(name)) throw unknown();
  await call.world.objects.accounts.updateSettings(SYSTEM, call.session.email, changes);
}

/** What an account may know of itself (ximss.md 5): times, counters, and its limits. */
const LIMITS: readonly Bytes[] = [
  'MaxAccountSize',
  'MaxWebSize',
  'MaxWebFiles',
  'MaxMailboxes',
  'MaxMessageSize',
];

function accountInfoRead(call: Call): void {
  const { accounts } = call.world.objects;
  const { email } = call.session;
  const settings = ownSettings(call);
  const info = accounts.info(SYSTEM, email);
  const values = dictOf([
    ...dictKeys(info).map(key => [key, info.entries[key] ?? null] as const),
    ...LIMITS.map(key => [key, settings.entries[key] ?? null] as const),
  ]);
  call.send('accountInfo', [], chosen(call, values));
}

export const PREFERENCES_HANDLERS: Handlers = {
  prefsRead,
  prefsStore,
  passwordModify,
  publicInfoRead,
  publicInfoStore,
  accountInfoRead,
};
