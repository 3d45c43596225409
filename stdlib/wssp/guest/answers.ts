/** Page functions that ask the host (wssp.md section 4). What was asked stays known: make new answers for each page. */
import { toText } from '../../data/text.js';
import { isDict, isNumber } from '../../values/is.js';
import type { Bytes, Value } from '../../values/types.js';
import type { PageHost } from '../host.js';
import { monthNames, weekDays } from '../names.js';

/** By their names in the library. */
export const ASKING_FUNCTIONS = [
  ...(['session', 'settings', 'accountSettings', 'string', 'dictionary', 'array'] as const),
  ...(['monthNames', 'weekDays', 'currentTime', 'selectedLanguage', 'selectedTimeZone'] as const),
  ...(['randomElement', 'knownCharsets', 'knownTimeZones', 'requestSecure', 'requestResource'] as const),
  ...(['requestSourceIP', 'serverVersion'] as const),
] as const;

type Known = Record<Bytes, Value>;

/** A class, because the host makes one for each page: objects of so many functions take longer. */
export class PageAnswers {
  private readonly texts: Known = Object.create(null);
  private readonly sessions: Known = Object.create(null);
  private readonly preferences: Known = Object.create(null);
  private readonly accounts: Known = Object.create(null);

  constructor(private readonly host: PageHost) {}

  text(name: Bytes): Value {
    const known = this.texts[name];
    return known !== undefined ? known : (this.texts[name] = this.host.text(name));
  }
  session(name: Bytes): Value {
    const known = this.sessions[name];
    return known !== undefined ? known : (this.sessions[name] = this.host.session(name));
  }
  settings(name: Bytes): Value {
    const known = this.preferences[name];
    return known !== undefined ? known : (this.preferences[name] = this.host.settings(name));
  }
  accountSettings(name: Bytes): Value {
    const known = this.accounts[name];
    return known !== undefined ? known : (this.accounts[name] = this.host.accountSettings(name));
  }
  string(name: Value): Value {
    const v = this.named(name);
    return typeof v === 'string' ? v : isNumber(v) ? toText(v) : null;
  }
  dictionary(name: Value): Value {
    const v = this.named(name);
    return isDict(v) ? v : null;
  }
  array(name: Value): Value {
    const v = this.named(name);
    return Array.isArray(v) ? v : null;
  }
  monthNames(): Value {
    return [...monthNames(name => this.text(name))];
  }
  weekDays(): Value {
    return [...weekDays(name => this.text(name))];
  }
  currentTime(): Value {
    return this.host.currentTime();
  }
  selectedLanguage(): Value {
    return this.host.language();
  }
  selectedTimeZone(): Value {
    return this.host.timeZone();
  }
  randomElement(v: Value): Value {
    return Array.isArray(v) ? (v[Math.floor(this.host.random() * v.length)] ?? null) : null;
  }
  knownCharsets(): Value {
    return this.host.charsets();
  }
  knownTimeZones(): Value {
    return this.host.timeZones();
  }
  requestSecure(): boolean {
    return this.host.requestSecure();
  }
  requestResource(): Value {
    return this.host.requestResource();
  }
  requestSourceIP(): Value {
    return this.host.requestSourceIP();
  }
  serverVersion(): Value {
    return this.host.serverVersion();
  }

  private named(name: Value): Value {
    const key = toText(name);
    return key === null ? null : this.text(key);
  }
}
