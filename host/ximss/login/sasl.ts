/** SASL mechanisms (ximss.md 3.2). Each is a chain of steps: a challenge and what its answer leads to, or evidence. */
import { randomBytes } from 'node:crypto';
import type { Bytes } from '../../../stdlib/values/types.js';
import { type Evidence, hmacMd5, sameText } from './evidence.js';
import { scram } from './scram.js';

/** What comes next; null: the client's message cannot be read. */
export type Step =
  | { readonly challenge: Bytes; readonly answer: (message: Bytes) => Step | Promise<Step> }
  | { readonly evidence: Evidence }
  | null;

/** What mechanisms ask of the server. */
export interface SaslWorld {
  /** Name of the server, for challenges. */
  readonly host: string;
  /** The stored password, null when there is none that can be read. */
  secretOf(name: Bytes): Promise<Bytes | null>;
}

export interface Mechanism {
  readonly name: string;
  /** The password itself goes over the wire. */
  readonly clear: boolean;
  /** Needs a password that the server can read. */
  readonly recoverable: boolean;
  start(world: SaslWorld, initial: Bytes | null): Step | Promise<Step>;
}

/** Takes the initial response as the answer to an empty challenge. */
function withInitial(
  initial: Bytes | null,
  answer: (message: Bytes) => Step | Promise<Step>,
): Step | Promise<Step> {
  return initial === null ? { challenge: '', answer } : answer(initial);
}

function plain(message: Bytes): Step {
  const [authorization, name, password, more] = message.split('\0');
  if (name === undefined || password === undefined || more !== undefined) return null;
  // acting for somebody else is not offered
  if (authorization !== '' && authorization !== name) return null;
  return { evidence: { kind: 'password', name, password, method: 'PLAIN' } };
}

function login(name: Bytes): Step {
  return {
    challenge: 'Password:',
    answer: password => ({ evidence: { kind: 'password', name, password, method: 'LOGIN' } }),
  };
}

function cram(world: SaslWorld): Step {
  const challenge = `<${randomBytes(12).toString('hex')}.${Date.now()}@${world.host}>`;
  return {
    challenge,
    answer: message => {
      const blank = message.lastIndexOf(' ');
      const name = message.slice(0, Math.max(blank, 0)).trim();
      const digest = message.slice(blank + 1).toLowerCase();
      if (name === '' || !/^[0-9a-f]{32}$/.test(digest)) return null;
      const check = (secret: Bytes): boolean => sameText(hmacMd5(secret, challenge), digest);
      return { evidence: { kind: 'proof', method: 'CRAM-MD5', name, check } };
    },
  };
}

export const MECHANISMS: readonly Mechanism[] = [
  { name: 'PLAIN', clear: true, recoverable: false, start: (_, initial) => withInitial(initial, plain) },
  {
    name: 'LOGIN',
    clear: true,
    recoverable: false,
    start: (_, initial) => (initial === null ? { challenge: 'Username:', answer: login } : login(initial)),
  },
  { name: 'CRAM-MD5', clear: false, recoverable: true, start: world => cram(world) },
  {
    name: 'SCRAM-SHA-1',
    clear: false,
    recoverable: true,
    start: (world, initial) => withInitial(initial, message => scram('sha1', world, message)),
  },
  {
    name: 'SCRAM-SHA-256',
    clear: false,
    recoverable: true,
    start: (world, initial) => withInitial(initial, message => scram('sha256', world, message)),
  },
];

/** A mechanism by name, in any letter case. */
export function findMechanism(name: Bytes): Mechanism | undefined {
  return MECHANISMS.find(known => known.name === name.toUpperCase());
}
