/** Passes mail on to one SMTP server, when the administrator named one; off by default. */
import { createTransport } from 'nodemailer';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { flagSetting, textSetting } from '../settings/read.js';
import { DONE, failed, later, type Outcome, type Relay } from './types.js';

/** Milliseconds that the server may take for one step. */
const TIMEOUT = 60_000;

/** The relay that the settings of the module SMTP name, null for none. */
export function relayOf(settings: Dict): Relay | null {
  const match = /^\[?([^\]\s]+?)\]?(?::(\d{1,5}))?$/.exec(textSetting(settings, 'RelayAddress', '').trim());
  if (!match?.[1]) return null;
  const tls = textSetting(settings, 'RelayTLS', 'STARTTLS').toUpperCase();
  const user = textSetting(settings, 'RelayUser', '');
  const transport = createTransport({
    host: match[1],
    port: Number(match[2] ?? (tls === 'YES' ? 465 : 25)),
    secure: tls === 'YES',
    ignoreTLS: tls === 'NO',
    requireTLS: flagSetting(settings, 'RelayRequireTLS'),
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user === '' ? {} : { auth: { user, pass: textSetting(settings, 'RelayPassword', '') } }),
  });
  return {
    send: async (from, to, text) => {
      const outcomes = new Map<Bytes, Outcome>(to.map(address => [address, DONE]));
      try {
        const sent = await transport.sendMail({ envelope: { from, to: [...to] }, raw: Buffer.from(text) });
        for (const rejected of sent.rejectedErrors ?? []) {
          const { recipient } = rejected as { recipient?: string };
          if (recipient !== undefined) outcomes.set(recipient, outcomeOf(rejected));
        }
      } catch (error) {
        for (const address of to) outcomes.set(address, outcomeOf(error));
        for (const rejected of (error as { rejectedErrors?: unknown[] }).rejectedErrors ?? []) {
          const { recipient } = rejected as { recipient?: string };
          if (recipient !== undefined) outcomes.set(recipient, outcomeOf(rejected));
        }
      } finally {
        transport.close();
      }
      return outcomes;
    },
  };
}

/** What the server said: refused for good, or later. */
function outcomeOf(error: unknown): Outcome {
  const { responseCode, response, message } = error as {
    responseCode?: number;
    response?: string;
    message?: string;
  };
  const text = String(response ?? message ?? 'the relay failed').slice(0, 500);
  const status = /\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1];
  if (responseCode === undefined || responseCode < 500) return later(text);
  return failed(text, status ?? '5.0.0');
}
