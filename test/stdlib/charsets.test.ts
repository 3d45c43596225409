/** ISO-2022-JP against the decoder that every runtime has. */
import { describe, expect, it } from 'vitest';
import { decode, encode, encodingExists } from '../../stdlib/charsets/index.js';

const oracle = new TextDecoder('iso-2022-jp', { fatal: true });
const NAME = 'iso-2022-jp';
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('ISO-2022-JP', () => {
  it('has every symbol that its bytes stand for', () => {
    const symbols = Array.from({ length: 0xffff }, (_, code) => String.fromCharCode(code)).filter(
      symbol => symbol === '?' || encode(symbol, NAME)[0] !== 0x3f,
    );
    const known = symbols.filter(
      symbol => !/[\x0e\x0f\x1b]/.test(symbol) && decode(encode(symbol, NAME), NAME) === symbol,
    );
    expect(known.length).toBeGreaterThan(6900);
    const text = known.join('');
    expect(oracle.decode(encode(text, NAME))).toBe(text);
    expect(decode(encode(text, NAME), NAME)).toBe(text);
  });

  it.each([
    ['日本a', '\x1b$BF|K\\\x1b(Ba'],
    ['a\u00a5\u203eb', 'a\x1b(J\\~\x1b(Bb'],
    ['ｱ', '\x1b(I1\x1b(B'],
    ['日\r\n本', '\x1b$BF|\x1b(B\r\n\x1b$BK\\\x1b(B'],
    ['é😀', '??'],
    ['', ''],
  ])('%s is written', (text, bytes) => {
    expect(Buffer.from(encode(text, NAME)).toString('latin1')).toBe(bytes);
  });

  it.each([
    ['\x1b$@F|\x1b(JK\\', '日K\u00a5'],
    ['\x1b$(D+1', 'é'],
    ['\x1b$BF|\nK\\', '日\nK\\'],
    ['\x1b$BF', '\ufffd'],
    ['\x1b$B\xc6\xfc', '\ufffd\ufffd'],
    ['\x1b?', '\x1b?'],
  ])('%j is read', (bytes, text) => {
    expect(decode(bytesOf(bytes), NAME)).toBe(text);
  });

  it('has other names, in any case', () => {
    const names = ['ISO-2022-JP', 'csISO2022JP', 'iso2022jp', 'cp50221', 'koi8-r'];
    expect(names.filter(name => !encodingExists(name))).toEqual([]);
    expect(['iso-2022-kr', 'iso-2022', 'nope'].filter(encodingExists)).toEqual([]);
  });
});
