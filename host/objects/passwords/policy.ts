/** What a new password must be like, and which services an account may use (objects.md 3, 4). */

import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { setting, textSetting } from '../settings/read.js';

const KINDS: readonly (readonly [word: string, test: (text: Bytes) => boolean, why: string])[] = [
  ['digit', text => /[0-9]/.test(text), 'it needs a digit'],
  ['mixed', text => /[a-z]/.test(text) && /[A-Z]/.test(text), 'it needs small and capital letters'],
  ['symbol', text => /[^A-Za-z0-9]/.test(text), 'it needs a symbol'],
];

/** Refuses passwords that an owner may not choose: too short, too simple, the account's own name. */
export function checkPolicy(password: Bytes, account: Bytes, effective: Dict): void {
  const refuse = (why: string): never => {
    throw new PosternError('bad-password', { args: [why] });
  };
  const least = Number(textSetting(effective, 'MinPasswordLength', '6'));
  if (Number.isFinite(least) && password.length < least) refuse(`it has less than ${least} characters`);
  const small = password.toLowerCase();
  const name = account.toLowerCase();
  if (small === name || small.startsWith(`${name}@`)) refuse('it is the account name');
  const complexity = setting(effective, 'PasswordComplexity');
  const words = (Array.isArray(complexity) ? complexity : [complexity]).flatMap(word =>
    typeof word === 'string' ? word.toLowerCase().split(/[ ,+]+/) : [],
  );
  for (const [word, test, why] of KINDS) if (words.includes(word) && !test(password)) refuse(why);
}

/** True when both the account and its domain admit the service; `null` is a service without a name, always admitted. */
export function admits(service: string | null, account: Dict, domain: Dict): boolean {
  if (service === null) return true;
  return (
    listed(service, setting(account, 'AccessModes')) && listed(service, setting(domain, 'DomainAccessModes'))
  );
}

/** A leading number tells how many kinds of service the writer knew; it has no meaning here. */
function listed(service: string, modes: Value): boolean {
  const words = Array.isArray(modes) ? modes : [modes];
  const small = service.toLowerCase();
  for (const word of words) {
    if (typeof word !== 'string') continue;
    const mode = word.toLowerCase();
    if (mode === 'all' || mode === small) return true;
  }
  return modes === null;
}
