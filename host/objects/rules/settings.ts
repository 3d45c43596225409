/** Rules that come inside settings dictionaries: no command stores a malformed one (cli.md 6.8). */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { isDefault, rawValue, withoutNulls } from '../settings/update.js';
import { checkRules, type RuleKind } from './shape.js';

/** The settings that hold Rules. */
const KEYS: readonly (readonly [key: Bytes, kind: RuleKind])[] = [
  ['Rules', 'mail'],
  ['SignalRules', 'signal'],
];

/** Throws `illegal-value` when the settings of an account, its defaults or a template hold malformed Rules. */
export function checkRuleSettings(settings: Dict): void {
  for (const [key, kind] of KEYS) {
    const value = rawValue(settings, key);
    if (!isDefault(value)) checkRules(withoutNulls(value), kind);
  }
}
