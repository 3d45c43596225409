/** Reads the certificate and key of the TLS listeners. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import type { Settings } from '../config/settings.js';

/** The certificate cannot be used; the message names the setting. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

function read(base: string, file: string, setting: string): Buffer {
  try {
    return readFileSync(resolve(base, file));
  } catch (error) {
    throw new CertificateError(`${setting}: cannot read ${file} (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** The certificate of a server name, undefined for the standard one. */
export type CertificateOfName = (serverName: string) => SecureContext | undefined;

/** What TLS servers and sockets ask when a client names a server. */
export function sniCallback(
  ofName: CertificateOfName,
): (name: string, done: (error: Error | null, context?: SecureContext) => void) => void {
  return (name, done) => {
    try {
      done(null, ofName(name));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };
}

/** Certificate and key, null when none is set. Throws CertificateError. */
export function readCertificate(base: string, settings: Settings): SecureContextOptions | null {
  if (settings.TLSCertificate === '') return null;
  if (settings.TLSPrivateKey === '')
    throw new CertificateError('TLSCertificate is set, TLSPrivateKey is not');
  const context = {
    cert: read(base, settings.TLSCertificate, 'TLSCertificate'),
    key: read(base, settings.TLSPrivateKey, 'TLSPrivateKey'),
  };
  try {
    createSecureContext(context);
  } catch (error) {
    throw new CertificateError(
      `certificate and key do not fit: ${error instanceof Error ? error.message : ''}`,
    );
  }
  return context;
}
