/**
 * S/MIME against messages and certificates that OpenSSL made (for tests only): every cipher and signature form that
 * clients use, damaged data, and whole messages both ways.
 */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allParts, parseStructure, partBytes, partText } from '../../../../host/objects/mime/index.js';
import { Unreadable } from '../../../../host/objects/smime/asn1.js';
import {
  addressesOf,
  type Certificate,
  certificateOf,
  isCurrent,
  readCertificates,
  subjectOf,
} from '../../../../host/objects/smime/certificates.js';
import { envelop, openEnvelope } from '../../../../host/objects/smime/envelope.js';
import {
  encryptMessage,
  signedBytes,
  signMessage,
  unsealed,
} from '../../../../host/objects/smime/message.js';
import { checkSigned } from '../../../../host/objects/smime/signature.js';

const file = (name: string): Buffer => readFileSync(new URL(name, import.meta.url));
const certificate = (name: string): Certificate => readCertificates(file(`${name}.pem`))[0] as Certificate;
const key = createPrivateKey(file('anna.key'));
const curveKey = createPrivateKey(file('emma.key'));
const [ca, anna, boris, clara, emma, ed] = ['ca', 'anna', 'boris', 'clara', 'emma', 'ed'].map(
  certificate,
) as [Certificate, Certificate, Certificate, Certificate, Certificate, Certificate];
const inner = file('inner.txt');
const now = new Date();

describe('encrypted contents', () => {
  it.each([
    ['aes128', 'AES', 128],
    ['des3', '3DES', 192],
    ['gcm', 'AES', 256],
    ['oaep', 'AES', 256],
    ['stream', 'AES', 256],
  ] as const)('of %s are opened', (name, cipher, bits) => {
    for (const own of [[anna], []]) {
      const opened = openEnvelope(file(`${name}.der`), key, own);
      expect(opened.content.equals(inner)).toBe(true);
      expect(opened.cipher).toMatchObject({ name: cipher, bits });
    }
  });

  it('go to everybody who has a certificate, and to nobody else', () => {
    const sealed = envelop(inner, [boris, anna]);
    expect(openEnvelope(sealed, key, [anna]).content.equals(inner)).toBe(true);
    expect(openEnvelope(sealed, key, []).content.equals(inner)).toBe(true);
    expect(sealed.includes(inner.subarray(-12))).toBe(false);
    for (const own of [[anna], []]) {
      expect(() => openEnvelope(envelop(inner, [boris]), key, own)).toThrow('is not encrypted for this key');
    }
    expect(() => envelop(inner, [ed])).toThrow('can only sign');
  });

  it.each([
    ['ec256', 256],
    ['ecsha512', 256],
    ['eckeyid', 128],
    ['ecmixed', 256],
  ] as const)('of %s are opened with an elliptic key', (name, bits) => {
    for (const own of [[emma], [clara, emma], []]) {
      const opened = openEnvelope(file(`${name}.der`), curveKey, own);
      expect(opened.content.equals(inner)).toBe(true);
      expect(opened.cipher.bits).toBe(bits);
    }
    expect(() => openEnvelope(file(`${name}.der`), curveKey, [clara])).toThrow('not encrypted for this key');
  });

  it('go to holders of both kinds of keys at a time', () => {
    const sealed = envelop(inner, [clara, emma, anna]);
    expect(openEnvelope(sealed, curveKey, [emma]).content.equals(inner)).toBe(true);
    expect(openEnvelope(sealed, curveKey, []).content.equals(inner)).toBe(true);
    expect(openEnvelope(sealed, key, [anna]).content.equals(inner)).toBe(true);
    for (const own of [[emma], []]) {
      expect(() => openEnvelope(envelop(inner, [clara]), curveKey, own)).toThrow(
        'not encrypted for this key',
      );
    }
  });

  it.each([
    ['aes128', key, anna],
    ['ecmixed', curveKey, emma],
  ] as const)('that are damaged are refused, whatever of %s is damaged', (name, key, anna) => {
    const whole = file(`${name}.der`);
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(whole.length),
        (at, mask, cut) => {
          const damaged = Buffer.from(whole);
          damaged[at] = (damaged[at] ?? 0) ^ mask;
          for (const bytes of [damaged, damaged.subarray(0, cut)]) {
            try {
              openEnvelope(bytes, key, [anna]);
            } catch (error) {
              expect(error).toBeInstanceOf(Unreadable);
            }
          }
        },
      ),
      { numRuns: 500, seed: 4 },
    );
  });
});

describe('signatures', () => {
  it.each([
    ['detached', inner, anna, 'sha256'],
    ['pss', inner, anna, 'sha512'],
    ['noattr', inner, anna, 'sha1'],
    ['opaque', null, clara, 'sha256'],
  ] as const)('of form %s are checked', (name, detached, signer, digest) => {
    const { content, signers } = checkSigned(file(`${name}.der`), detached, [ca], now);
    expect(signers).toHaveLength(1);
    expect(signers[0]).toMatchObject({ isValid: true, isTrusted: true, digest });
    expect(signers[0]?.certificate?.key).toBe(signer.key);
    expect(content === null ? null : content.equals(inner)).toBe(detached === null ? true : null);
    const strange = checkSigned(file(`${name}.der`), detached, [], now).signers[0];
    expect(strange).toMatchObject({ isValid: true, isTrusted: false });
    const later = new Date('2200-01-01');
    expect(checkSigned(file(`${name}.der`), detached, [ca], later).signers[0]).toMatchObject({
      isValid: false,
      isTrusted: false,
    });
  });

  it('of another content are wrong', () => {
    const other = Buffer.from(inner);
    other[40] = (other[40] ?? 0) ^ 1;
    expect(checkSigned(file('detached.der'), other, [ca], now).signers[0]?.isValid).toBe(false);
    expect(checkSigned(file('noattr.der'), other, [ca], now).signers[0]?.isValid).toBe(false);
    expect(() => checkSigned(file('detached.der'), null, [ca], now)).toThrow('content is missing');
    expect(() => checkSigned(file('aes128.der'), inner, [ca], now)).toThrow('not signed');
  });
});

describe('certificates', () => {
  it('tell whose they are', () => {
    expect(addressesOf(anna)).toContain('anna@example.test');
    expect(subjectOf(anna).get('CN')).toBe('Anna Berg');
    expect(certificateOf(anna.x509.raw).key).toBe(anna.key);
    expect(readCertificates(Buffer.concat([file('anna.pem'), file('ca.pem')])).map(({ key }) => key)).toEqual(
      [anna.key, ca.key],
    );
    expect(isCurrent(anna, new Date('1999-01-01'))).toBe(false);
    expect(() => readCertificates(Buffer.from('nothing'))).toThrow(Unreadable);
  });
});

describe('whole messages', () => {
  const text = Buffer.from(
    'From: anna@example.test\r\nTo: boris@example.test\r\nSubject: Soup\r\nMIME-Version: 1.0\r\n' +
      'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nOne\r\n' +
      '--b\r\nContent-Type: text/plain\r\n\r\nTwo\nlines\r\n--b--\r\n',
  );
  const open = (sealed: Buffer): Buffer | null => {
    try {
      return openEnvelope(sealed, key, [anna]).content;
    } catch {
      return null;
    }
  };
  const texts = (message: Uint8Array): string[] =>
    [...allParts(parseStructure(message))]
      .filter(part => part.type === 'text')
      .map(part => partText(message, part));

  it('are encrypted but for their header, and shown decrypted in place', () => {
    const sealed = encryptMessage(text, [anna]);
    const root = parseStructure(sealed);
    expect(`${root.type}/${root.subtype}`).toBe('application/pkcs7-mime');
    expect(sealed.toString('latin1')).toMatch(
      /^From: .*\r\nTo: .*\r\nSubject: Soup\r\nMIME-Version: 1\.0\r\n/,
    );
    // with its line end: three letters occur in base64 at times
    expect(sealed.includes('Two\nlines')).toBe(false);
    const shown = unsealed(sealed, open);
    expect(texts(shown)).toEqual(['One', 'Two\nlines']);
    expect(parseStructure(shown).fields.map(({ name }) => name)).toContain('Subject');
    expect(unsealed(sealed, () => null)).toBe(sealed);
    expect(unsealed(text, open)).toBe(text);
  });

  it('with encrypted parts, also inside of others, are shown whole', () => {
    const sealed = encryptMessage(text, [anna]).toString('latin1');
    const around =
      'Subject: Two\r\nContent-Type: multipart/mixed; boundary="o"\r\n\r\n--o\r\n\r\nbefore\r\n--o\r\n' +
      `Content-Type: message/rfc822\r\n\r\n${sealed}\r\n--o\r\n\r\nafter\r\n--o--\r\n`;
    const shown = unsealed(Buffer.from(around, 'latin1'), open);
    expect(texts(shown)).toEqual(['before', 'One', 'Two\nlines', 'after']);
    const twice = encryptMessage(encryptMessage(text, [anna]), [anna]);
    expect(texts(unsealed(twice, open))).toEqual(['One', 'Two\nlines']);
  });

  it('are signed, and the signature survives encryption', () => {
    const signed = signMessage(text, { key, certificate: anna, chain: [ca] }, now);
    for (const message of [signed, unsealed(encryptMessage(signed, [anna]), open)]) {
      const root = parseStructure(message);
      expect(`${root.type}/${root.subtype}`).toBe('multipart/signed');
      const [content, signature] = root.parts;
      if (content === undefined || signature === undefined) throw new Error('parts are missing');
      const checked = checkSigned(partBytes(message, signature), signedBytes(message, content), [ca], now);
      expect(checked.signers[0]).toMatchObject({ isValid: true, isTrusted: true });
      expect(texts(message)).toEqual(['One', 'Two\nlines']);
    }
  });
});
