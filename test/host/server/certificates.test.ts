/** Certificates of domains on every TLS connection (objects.md 2, ximss.md 1.2). */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SYSTEM } from '../../../host/objects/api.js';
import { type RunningServer, startServer } from '../../../host/server/start.js';
import { removeFolder } from '../../tools/folders.js';
import { dict } from '../objects/world.js';
import { MAIN, temporaryBase } from './harness.js';

/** A certificate of its own name, made for this run. */
function made(name: string): { readonly cert: string; readonly key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'postern-cert-'));
  try {
    const args = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
    ];
    execFileSync('openssl', [...args, '-subj', `/CN=${name}`, '-keyout', 'key.pem', '-out', 'cert.pem'], {
      cwd: folder,
      stdio: 'ignore',
    });
    const der = (file: string) => readFileSync(join(folder, file), 'utf8').replace(/-----[^-]+-----|\s/g, '');
    return { cert: der('cert.pem'), key: der('key.pem') };
  } finally {
    removeFolder(folder);
  }
}

const settingsOf = (name: string) => {
  const { cert, key } = made(name);
  return dict(`{CertificateType=YES; SecureCertificate=[${cert}]; PrivateSecureKey=[${key}];}`);
};

let base = '';
let server: RunningServer;

beforeAll(async () => {
  base = temporaryBase();
  const ports = [
    'HTTPUPort',
    'HTTPUTLSPort',
    'HTTPAPort',
    'HTTPATLSPort',
    'PWDPort',
    'XIMSSPort',
    'XIMSSTLSPort',
  ];
  const set = new Map([
    ...ports.map(name => [name, '0'] as const),
    ['DomainName', MAIN],
    ['SandboxWorkers', '1'],
  ]);
  const first = await startServer({ base, set, offline: true });
  await first.objects.domains.updateSettings(SYSTEM, MAIN, settingsOf('first.main'));
  await first.objects.domains.create(SYSTEM, 'other.test', settingsOf('other.test'));
  await first.objects.domains.create(SYSTEM, 'plain.test', dict('{}'));
  await first.objects.domains.create(
    SYSTEM,
    'broken.test',
    dict('{CertificateType=YES; SecureCertificate=[MIIB]; PrivateSecureKey=[MIIB];}'),
  );
  await first.stop();
  server = await startServer({ base, set });
});
afterAll(async () => {
  await server.stop();
  removeFolder(base);
});

/** Common name of the certificate that a TLS socket gets. */
function nameOf(socket: TLSSocket): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('secureConnect', () => {
      const { subject } = new X509Certificate(socket.getPeerCertificate().raw);
      socket.destroy();
      resolve(subject.replace('CN=', ''));
    });
  });
}

const options = (servername: string) => ({ host: '127.0.0.1', rejectUnauthorized: false, servername });

it.each([
  ['HTTPU', 'other.test', 'other.test'],
  ['HTTPU', 'mail.other.test', 'other.test'],
  ['HTTPU', 'plain.test', 'first.main'],
  ['HTTPU', 'broken.test', 'first.main'],
  ['HTTPU', 'unknown.example', 'first.main'],
  ['HTTPA', 'other.test', 'other.test'],
  ['XIMSSI', 'other.test', 'other.test'],
  ['XIMSSI', '', 'first.main'],
])('%s for "%s" shows %s', async (tag, name, expected) => {
  const { port } = server.address(tag, true);
  expect(await nameOf(connect({ ...options(name), port }))).toBe(expected);
});

it.each([
  ['PWD', 'STLS\r\n', /start TLS/],
  ['XIMSSI', '<starttls id="1"/>\0', /starttls|response/],
])('STARTTLS of %s', async (tag, ask, ready) => {
  const { port } = server.address(tag);
  const plain = connectPlain(port, '127.0.0.1');
  plain.write(ask);
  await new Promise<void>(resolve => {
    let text = '';
    const look = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (!ready.test(text)) return;
      plain.off('data', look);
      resolve();
    };
    plain.on('data', look);
  });
  expect(await nameOf(connect({ ...options('other.test'), socket: plain }))).toBe('other.test');
});

it('takes a new certificate of the main domain at once', async () => {
  await server.objects.domains.updateSettings(SYSTEM, MAIN, settingsOf('second.main'));
  const { port } = server.address('HTTPU', true);
  expect(await nameOf(connect({ ...options('plain.test'), port }))).toBe('second.main');
});
