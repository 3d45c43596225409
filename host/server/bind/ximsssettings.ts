/**
 * Settings of the XIMSS module: what was set for the module (SETMODULE XIMSSI, in the names of ximss.md 1.7) wins over the
 * configuration file, and counts at once.
 */

import type { Value } from '../../../stdlib/values/types.js';
import { type Settings, settings as table } from '../../admin/config/settings.js';
import { Expectation, type Setting } from '../../admin/config/types.js';
import { PosternError } from '../../errors/index.js';
import type { Objects } from '../../objects/api.js';
import type { XimssSettings } from '../../ximss/index.js';

/** Key of the module, setting of the configuration file, and what the module calls it. */
const ROWS = [
  ['Channels', 'XIMSSChannels', 'channels'],
  ['SessionLimit', 'XIMSSSessionLimit', 'sessionLimit'],
  ['Inactivity', 'XIMSSInactivity', 'inactivity'],
  ['LoginTimeout', 'XIMSSLoginTimeout', 'loginTimeout'],
  ['MaxRequest', 'XIMSSMaxRequest', 'maxRequest'],
  ['MaxPreLogin', 'XIMSSMaxPreLogin', 'maxPreLogin'],
  ['MaxDepth', 'XIMSSMaxDepth', 'maxDepth'],
  ['MaxAttributes', 'XIMSSMaxAttributes', 'maxAttributes'],
  ['LoginFailures', 'XIMSSLoginFailures', 'loginFailures'],
  ['LoginDelay', 'XIMSSLoginDelay', 'failureDelay'],
  ['ProtocolErrors', 'XIMSSProtocolErrors', 'protocolErrors'],
  ['FlashPolicy', 'FlashPolicy', 'flashPolicy'],
  ['WebSocket', 'XIMSSWebSocket', 'webSocket'],
  ['WebSocketOrigins', 'XIMSSWebSocketOrigins', 'webSocketOrigins'],
  ['ClearTextLogin', 'XIMSSClearTextLogin', 'clearTextLogin'],
  ['Version', 'XIMSSVersion', 'protocolVersion'],
  ['QueueLimit', 'XIMSSQueueLimit', 'queueLength'],
  ['QueueSize', 'XIMSSQueueSize', 'queueBytes'],
  ['ReadAhead', 'XIMSSReadAhead', 'readAhead'],
  ['SlowReader', 'XIMSSSlowReader', 'slowReader'],
  ['Views', 'XIMSSViews', 'views'],
  ['UploadSize', 'XIMSSUploadSize', 'uploadBytes'],
  ['UploadTime', 'XIMSSUploadTime', 'uploadTime'],
] as const satisfies readonly (readonly [string, keyof Settings, keyof XimssSettings])[];

/** Names of the settings of the module. */
export const XIMSS_KEYS: readonly string[] = ROWS.map(([key]) => key);

const MODULE = 'XIMSSI';

/** The text that a setting reads; arrays are lists. */
function textOf(value: Value): string {
  return Array.isArray(value) ? value.map(String).join(',') : String(value);
}

/** The value of a module setting; `Expectation` when it cannot be that. */
function read(name: keyof Settings, value: Value): unknown {
  const setting: Setting<unknown> = table[name];
  return setting.read(textOf(value));
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');

/** What counts now. */
export function ximssSettingsOf(objects: Objects, settings: Settings): XimssSettings {
  const { entries } = objects.core.server.dict('module', MODULE);
  const found: Record<string, unknown> = {};
  for (const [key, name, property] of ROWS) {
    const set = entries[key];
    const value = set === undefined || set === null ? settings[name] : read(name, set);
    found[property] = value instanceof Expectation ? settings[name] : value;
  }
  return { ...found, webSocketOrigins: listOf(String(found.webSocketOrigins)) } as unknown as XimssSettings;
}

/** Refuses settings of the module that cannot be read or are out of range. */
export function checkXimssSettings(objects: Objects): void {
  objects.server.checkModule(MODULE, ({ entries }) => {
    for (const [key, name] of ROWS) {
      const value = entries[key];
      if (value === undefined || value === null) continue;
      const result = read(name, value);
      if (result instanceof Expectation) {
        throw new PosternError('illegal-value', { args: [`${key}: ${result.expected}`] });
      }
    }
  });
}
