/** Which settings a domain administrator may change: `Domain:<setting names>` of cli.md 5.2. */
import { dictKeys } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import type { Core } from '../core/core.js';
import type { Principal } from '../principal.js';
import { hasCode } from '../rights/rights.js';
import { PUBLIC_INFO } from './builtin.js';
import { picked } from './update.js';

/** Settings that a code covers besides those with its own name, in small letters. */
const COVERED: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'basicsettings',
    [
      'realname',
      'password',
      'passwordencryption',
      'mustchangepassword',
      'recoverpassword',
      ...PUBLIC_INFO.map(name => name.toLowerCase()),
    ],
  ],
  ['rulesallowed', ['rules']],
  ['signalrulesallowed', ['signalrules']],
  ['canmodifyrpop', ['rpop']],
  ['canmodifyrsip', ['rsip']],
]);

/** The part of the changes that the principal may make: everything for server administrators. */
export function permitted(core: Core, who: Principal, settings: Dict): Dict {
  if (who.kind === 'system' || core.rights.has(who, 'Users')) return settings;
  if (who.kind === 'nobody') return picked(settings, () => false);
  const codes = core.rights.codesOf(who);
  const covered = new Set<string>();
  for (const code of codes) for (const name of COVERED.get(code.toLowerCase()) ?? []) covered.add(name);
  const pstn = hasCode(codes, 'pstnsettings');
  const may = (key: Bytes): boolean => {
    const small = key.toLowerCase();
    return covered.has(small) || (pstn && small.startsWith('pstn')) || hasCode(codes, small);
  };
  return dictKeys(settings).every(may) ? settings : picked(settings, may);
}
