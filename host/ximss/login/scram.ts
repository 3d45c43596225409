/** SCRAM without channel binding (RFC 5802, 7677). The salt is made for each exchange: the server knows the password. */
import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Bytes } from '../../../stdlib/values/types.js';
import { toBuffer } from '../../objects/bytes.js';
import type { SaslWorld, Step } from './sasl.js';

const derive = promisify(pbkdf2);
const ITERATIONS = 4096;

type Hash = 'sha1' | 'sha256';

const MECHANISM = { sha1: 'SCRAM-SHA-1', sha256: 'SCRAM-SHA-256' } as const;

/** What both sides sign. */
interface Signed {
  readonly bare: Bytes;
  readonly first: Bytes;
  readonly nonce: Bytes;
  readonly header: Bytes;
}

/** The values of `n=…,r=…` messages by letter; null when a part has another form. */
function parts(message: Bytes): Map<string, Bytes> | null {
  const found = new Map<string, Bytes>();
  for (const part of message.split(',')) {
    const match = /^([A-Za-z])=(.*)$/s.exec(part);
    if (match === null) return null;
    if (!found.has(match[1] as string)) found.set(match[1] as string, match[2] as Bytes);
  }
  return found;
}

/** The first message of the client, and everything after it. */
export async function scram(hash: Hash, world: SaslWorld, message: Bytes): Promise<Step> {
  const match = /^([ny]),(?:a=[^,]*)?,(.+)$/s.exec(message);
  if (match === null) return null;
  const bare = match[2] as Bytes;
  const given = parts(bare);
  const name = given?.get('n')?.replace(/=2C/g, ',').replace(/=3D/g, '=');
  const theirs = given?.get('r');
  if (name === undefined || name === '' || theirs === undefined || given?.has('m')) return null;
  const nonce = theirs + randomBytes(18).toString('base64');
  const salt = randomBytes(16);
  // an unknown name gets a challenge, too
  const secret = (await world.secretOf(name)) ?? randomBytes(24).toString('base64');
  const salted = await derive(toBuffer(secret), salt, ITERATIONS, hash === 'sha1' ? 20 : 32, hash);
  const first = `r=${nonce},s=${salt.toString('base64')},i=${ITERATIONS}`;
  const header = message.slice(0, message.length - bare.length);
  return {
    challenge: first,
    answer: last => finish(hash, name, salted, { bare, first, nonce, header }, last),
  };
}

/** Checks the proof; the last challenge proves the server, and its empty answer ends the exchange. */
function finish(hash: Hash, name: Bytes, salted: Buffer, signed: Signed, message: Bytes): Step {
  const given = parts(message);
  const end = message.lastIndexOf(',p=');
  const proof = Buffer.from(given?.get('p') ?? '', 'base64');
  const binding = toBuffer(signed.header).toString('base64');
  if (given === null || end < 0 || given.get('c') !== binding || given.get('r') !== signed.nonce) return null;
  const text = `${signed.bare},${signed.first},${message.slice(0, end)}`;
  const hmac = (key: Buffer, data: Bytes): Buffer => createHmac(hash, key).update(toBuffer(data)).digest();
  const clientKey = hmac(salted, 'Client Key');
  const signature = hmac(createHash(hash).update(clientKey).digest(), text);
  const expected = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] as number)));
  const good = proof.length === expected.length && timingSafeEqual(proof, expected);
  const evidence = { kind: 'proof', method: MECHANISM[hash], name, check: () => good } as const;
  if (!good) return { evidence };
  const verifier = hmac(hmac(salted, 'Server Key'), text).toString('base64');
  return { challenge: `v=${verifier}`, answer: last => (last === '' ? { evidence } : null) };
}
