/** What is read in pieces is what the whole would have given. */
import fc from 'fast-check';
import { decode as decodeQp } from 'libqp';
import { describe, expect, it } from 'vitest';
import { decodeBytes, decodeStream } from '../../../../../host/objects/mime/decode.js';
import { wrapBase64 } from '../../../../../host/objects/mime/encode.js';
import { parseStructure } from '../../../../../host/objects/mime/index.js';
import { parseSparse } from '../../../../../host/objects/mime/sparse.js';

/** The bytes cut at these places. */
async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function all(source: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces).toString('latin1');
}

const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });
const noise = fc.constantFrom('', '\r\n', ' ', '!', '=', '-', '\u00e4');

describe('transfer encodings', () => {
  it('base64 in pieces is base64 in one piece, noise included', async () => {
    const body = fc.array(fc.tuple(fc.base64String({ maxLength: 24 }), noise), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(body, sizes, async (parts, cuts) => {
        const raw = Buffer.from(parts.map(([text, between]) => text + between).join(''), 'latin1');
        const whole = decodeBytes(raw, 'base64').toString('latin1');
        expect(await all(decodeStream(cut(raw, cuts), 'base64'))).toBe(whole);
      }),
    );
  });

  it('quoted-printable in pieces is quoted-printable in one piece', async () => {
    const body = fc.array(
      fc.constantFrom('a', '=41', '=', '=\r\n', '\r\n', '\n', ' ', '\t', '=4', '\r', '\u00fc', 'word '),
      { maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(body, sizes, async (parts, cuts) => {
        const raw = Buffer.from(parts.join(''), 'latin1');
        const whole = decodeQp(raw.toString('latin1')).toString('latin1');
        expect(await all(decodeStream(cut(raw, cuts), 'quoted-printable'))).toBe(whole);
      }),
    );
  });

  it('quoted-printable in pieces keeps what a soft line break divides', async () => {
    for (const text of ['=a=\r\na', '==\r\n41', '=4= \t\r\n1', 'a =\nb', '=\r\n=\n=\r\n', '\n', '=41 \r\n'])
      for (const size of [1, 2, 3])
        expect(await all(decodeStream(cut(Buffer.from(text), [size]), 'quoted-printable')), text).toBe(
          decodeQp(text).toString('latin1'),
        );
  });

  it('large bodies at once are what small ones are', async () => {
    const bytes = Buffer.alloc(5_000_003, 'postern and its neighbours, ');
    const wrapped = wrapBase64(bytes);
    expect(decodeBytes(wrapped, 'base64').equals(bytes)).toBe(true);
    expect(await all(decodeStream(cut(wrapped, [65536]), 'base64'))).toBe(bytes.toString('latin1'));
    expect(wrapped.subarray(0, 78).toString('latin1')).toMatch(/^[A-Za-z0-9+/]{76}\r\n$/);
    const quoted = Buffer.from('=41b =C3=BC=\r\n'.repeat(200_000), 'latin1');
    expect(decodeBytes(quoted, 'quoted-printable').equals(decodeQp(quoted.toString('latin1')))).toBe(true);
    const endless = Buffer.from('=41 b'.repeat(700_000), 'latin1');
    expect(decodeBytes(endless, 'quoted-printable').equals(decodeQp(endless.toString('latin1')))).toBe(true);
  });

  it('lines of base64 are those of the rule', () => {
    for (const length of [0, 1, 2, 3, 56, 57, 58, 114, 57 * 4096, 57 * 4096 + 1]) {
      const bytes = Buffer.alloc(length, 'xyz');
      const lines = bytes.toString('base64').match(/.{1,76}/g) ?? [];
      expect(wrapBase64(bytes).toString('latin1')).toBe(lines.map(line => `${line}\r\n`).join(''));
    }
  });
});

describe('structure', () => {
  /** A part: its own header, a body of so many lines, or parts. */
  interface Tree {
    readonly parts?: readonly Tree[];
    readonly lines?: number;
    readonly isMessage?: boolean;
  }
  const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree; leaf: Tree }>(tie => ({
    leaf: fc.record({ lines: fc.constantFrom(0, 1, 3, 2000, 5000) }),
    tree: fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      tie('leaf'),
      fc.record({ parts: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }), isMessage: fc.boolean() }),
    ),
  })).tree;
  let last = 0;
  function written({ parts, lines = 0, isMessage = false }: Tree): string {
    if (parts === undefined) {
      const line = `${'QUJD'.repeat(19)}\r\n`;
      return `Content-Type: application/x-b; name="f${lines}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${line.repeat(lines)}`;
    }
    const boundary = `b${++last}`;
    const inner = parts.map(part => `--${boundary}\r\n${written(part)}\r\n`).join('');
    const multipart = `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\npreamble\r\n-- \r\n${inner}--${boundary}--\r\n`;
    return isMessage ? `Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n${multipart}` : multipart;
  }

  it('found in pieces is the structure of the whole', async () => {
    await fc.assert(
      fc.asyncProperty(tree, fc.constantFrom(1000, 65_536, 70_001), async (given, size) => {
        const text = Buffer.from(`Subject: x\r\n${written(given)}`, 'latin1');
        expect(await parseSparse(cut(text, [size, 7]))).toEqual(parseStructure(text));
      }),
      { numRuns: 40 },
    );
  });
});
