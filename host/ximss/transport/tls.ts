/** TLS for listeners and for `starttls` (ximss.md 1.2). */
import type { TLSSocketOptions } from 'node:tls';
import { createSecureContext } from 'node:tls';
import type { TlsSource } from '../world.js';

/** Options of a server-side TLS socket, null when there is no certificate. */
export function serverTls(source: TlsSource | undefined): TLSSocketOptions | null {
  const standard = source?.standard() ?? null;
  if (source === undefined || standard === null) return null;
  return {
    isServer: true,
    secureContext: createSecureContext(standard),
    SNICallback: (name, done) => {
      try {
        done(null, source.ofName(name));
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  };
}
