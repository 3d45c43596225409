/** Messages about the session itself (ximss.md 3.4, 5.1). */
import { randomBytes } from 'node:crypto';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { zoneOffset } from '../../objects/zones/zones.js';
import type { XimssWorld } from '../world.js';
import { timeText } from '../xml/times.js';
import { element, leaf } from '../xml/write.js';
import type { XimssSession } from './session.js';

/** The `session` message; over HTTP it has no id. */
export function sessionMessage(world: XimssWorld, session: XimssSession, id: Bytes | null): Bytes {
  const { account, domain } = session.facts;
  const settings: Dict = world.objects.accounts.effective({ account, domain });
  const realName = settings.entries.RealName;
  return element('session', [
    ['id', id],
    ['urlID', session.id],
    ['userName', session.email],
    ['realName', typeof realName === 'string' && realName !== '' ? realName : null],
    ['version', world.settings().protocolVersion],
    ['random', randomBytes(4).toString('hex')],
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

/** Alerts that wait for the account. */
export async function pendingAlerts(world: XimssWorld, session: XimssSession): Promise<Bytes> {
  const pending = await world.objects.alerts.pending({
    account: session.facts.account,
    domain: session.facts.domain,
  });
  return pending.map(({ time, text }) => alertMessage(world, session, time, text)).join('');
}

/** Seconds east of GMT of the account's time zone at a moment. */
export function zoneOffsetOf(world: XimssWorld, session: XimssSession, at: number): number {
  return zoneOffset(zoneNameOf(world, session), at);
}

/** Preference TimeZone; null for the zone of the server. */
export function zoneNameOf(world: XimssWorld, { facts }: XimssSession): string | null {
  const zone = world.objects.accounts.prefs({ account: facts.account, domain: facts.domain }).entries.TimeZone;
  return typeof zone === 'string' && zone !== '' && zone !== 'HostOS' ? zone : null;
}
