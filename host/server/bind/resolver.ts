/** The name resolver with the settings that SETDNRSETTINGS stores (admin.md 11). */
import { isIP } from 'node:net';
import { isArray } from '../../../stdlib/values/index.js';
import type { Value } from '../../../stdlib/values/types.js';
import type { Settings } from '../../admin/config/settings.js';
import type { ServerLog } from '../../admin/log/log.js';
import { NameResolver, type ResolverPlan, USUAL_PLAN } from '../../builtins/network/dns.js';
import type { Objects } from '../../objects/api.js';
import { limitSetting, secondsSetting, setting } from '../../objects/settings/read.js';

/** Most attempts that a setting can ask for. */
const MOST_ATTEMPTS = 20;

/** An array, or a text with spaces, commas or semicolons between its words. */
function words(value: Value): string[] {
  const texts = isArray(value) ? value : [value];
  return texts.flatMap(text => (typeof text === 'string' ? text.split(/[\s,;]+/) : [])).filter(Boolean);
}

/** `address`, `[address]`, `address:port` or `[address]:port` in the form that resolvers take; null for anything else. */
export function serverAddress(text: string): string | null {
  const [, v6, v4 = '', port = ''] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (isIP(text) === 6) return `[${text}]`;
  const address = v6 ?? v4;
  if (isIP(address) === 0 || Number(port) > 65_535) return null;
  const host = isIP(address) === 6 ? `[${address}]` : address;
  return port === '' ? host : `${host}:${port}`;
}

/** What the stored settings say; anything that cannot be read counts as not set. */
function planOf(objects: Pick<Objects, 'core'>): ResolverPlan {
  const set = objects.core.server.dict('dnr');
  const seconds = secondsSetting(set, 'InitialTimeout', null);
  const attempts = limitSetting(set, 'RetryLimit', USUAL_PLAN.attempts) ?? MOST_ATTEMPTS;
  return {
    servers: words(setting(set, 'Servers')).flatMap(text => serverAddress(text) ?? []),
    initialTimeout: seconds === null || seconds === 0 ? USUAL_PLAN.initialTimeout : seconds * 1000,
    attempts: Math.min(MOST_ATTEMPTS, attempts),
    dummies: words(setting(set, 'DummyIPs')).map(text => text.replace(/^\[|\]$/g, '')),
  };
}

export function nameResolver(
  objects: Pick<Objects, 'core'>,
  settings: Settings,
  log: ServerLog,
): NameResolver {
  const records = log.logger('DNR');
  const concurrent = (): number => {
    const stored = limitSetting(objects.core.server.dict('dnr'), 'ConcurrentRequests', null);
    return Math.max(1, Math.min(settings.DNSConcurrent, stored ?? settings.DNSConcurrent));
  };
  return new NameResolver(
    { timeout: () => settings.DNSTimeout, concurrent },
    () => planOf(objects),
    (text, failed) => (failed ? records.low(text) : records.all(text)),
  );
}
