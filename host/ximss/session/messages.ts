/** Messages about the session itself (ximss.md 3.4, 5.1). */
import { randomBytes } from 'node:crypto';
import type { Bytes } from '../../../stdlib/values/types.js';
import { zoneOffset } from '../../objects/zones/zones.js';
import type { XimssWorld } from '../world.js';
import { timeText } from '../xml/times.js';
import { element, leaf } from '../xml/write.js';
import type { XimssSession } from './session.js';

/** The `session` message; over HTTP it has no id. */
export function sessionMessage(world: XimssWorld, session: XimssSession, id: Bytes | null): Bytes {
  const settings = world.objects.accounts.effective(session.record);
  const realName = settings.entries.RealName;
  return element('session', [
    ['id', id],
    ['urlID', session.id],
    ['userName', session.email],
    ['realName', typeof realName === 'string' && realName !== '' ? realName : null],
    ['version', world.settings().protocolVersion],
    ['random', randomBytes(4).toString('hex')],
    ['changePassword', world.objects.passwords.mustChange(session.record) ? 1 : null],
  ]);
}

/** One alert; `time` in seconds since 1970. */
export function alertMessage(world: XimssWorld, session: XimssSession, time: number, text: Bytes): Bytes {
  const local = time + zoneOffsetOf(world, session, time);
  return leaf('alert', text, [
    ['gmtTime', timeText(time)],
    ['localTime', timeText(local)],
  ]);
}

/** Alerts that wait for the account and that this session was not told of yet. */
export function newAlerts(world: XimssWorld, session: XimssSession): Bytes[] {
  return world.objects.alerts
    .pending(session.record)
    .filter(({ scope, time }) => session.isNews(`${scope} ${time}`))
    .map(({ time, text }) => alertMessage(world, session, time, text));
}

/** Seconds east of GMT of the account's time zone at a moment. */
export function zoneOffsetOf(world: XimssWorld, session: XimssSession, at: number): number {
  return zoneOffset(zoneNameOf(world, session), at);
}

/** Preference TimeZone; null for the zone of the server. */
export function zoneNameOf(world: XimssWorld, { record }: XimssSession): string | null {
  const zone = world.objects.accounts.prefs(record).entries.TimeZone;
  return typeof zone === 'string' && zone !== '' && zone !== 'HostOS' ? zone : null;
}
