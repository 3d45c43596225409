/** Settings of scenarios, by the names of the specification (ximss.md 1.7). */
import type { XimssSettings } from '../../../host/ximss/index.js';
import { fail } from './scenario.js';

type Reader = (value: unknown) => Partial<XimssSettings>;

const seconds = (value: unknown): number => Number(value) * 1000;
const flag = (value: unknown): boolean => value === true || /^(?:yes|1|true|on)$/i.test(String(value));

const READERS: Readonly<Record<string, Reader>> = {
  Channels: value => ({ channels: Number(value) }),
  SessionLimit: value => ({ sessionLimit: Number(value) }),
  Inactivity: value => ({ inactivity: seconds(value) }),
  LoginTimeout: value => ({ loginTimeout: seconds(value) }),
  MaxRequest: value => ({ maxRequest: Number(value) }),
  MaxPreLogin: value => ({ maxPreLogin: Number(value) }),
  MaxDepth: value => ({ maxDepth: Number(value) }),
  MaxAttributes: value => ({ maxAttributes: Number(value) }),
  LoginFailures: value => ({ loginFailures: Number(value) }),
  ProtocolErrors: value => ({ protocolErrors: Number(value) }),
  FlashPolicy: value => ({ flashPolicy: flag(value) }),
  WebSocket: value => ({ webSocket: flag(value) }),
  ClearTextLogin: value => ({ clearTextLogin: flag(value) }),
};

export function settingsOf(given: Readonly<Record<string, unknown>>): Partial<XimssSettings> {
  const settings: Partial<XimssSettings> = {};
  for (const [name, value] of Object.entries(given)) {
    const reader = READERS[name] ?? fail(`unknown setting ${name}`);
    Object.assign(settings, reader(value));
  }
  return settings;
}
