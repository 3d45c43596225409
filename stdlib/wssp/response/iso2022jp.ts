/**
 * ISO-2022-JP (RFC 1468), the charset of Japanese mail, which the codec library lacks: the symbols of EUC-JP as pairs
 * of seven-bit codes, and escape sequences between alphabets.
 */
import iconv from 'iconv-lite';

const EUC = 'eucjp';
const ESCAPE = 0x1b;

/** Names of the charset in small letters. */
export const isJapaneseMail = (name: string): boolean =>
  /^(?:iso-?2022-?jp(?:-?[12]|-ext)?|csiso2022jp)$/.test(name);

/** Sequences after the escape code, and the alphabet that each selects. */
const ALPHABETS: Readonly<Record<string, 'ascii' | 'kana' | 'pairs' | 'more'>> = {
  '(B': 'ascii',
  '(J': 'ascii',
  '(I': 'kana',
  $B: 'pairs',
  '$@': 'pairs',
  '$(B': 'pairs',
  '$(D': 'more',
};

/** The bytes of a text; a symbol that the charset lacks is left out, since callers replace those before. */
export function encodeJapanese(text: string): Uint8Array {
  const bytes: number[] = [];
  let pairs = false;
  const select = (next: boolean): void => {
    if (next !== pairs) bytes.push(ESCAPE, ...(next ? [0x24, 0x42] : [0x28, 0x42]));
    pairs = next;
  };
  const known = new Map<string, [number, number]>();
  for (const symbol of text) {
    const pair = known.get(symbol) ?? pairOf(symbol);
    known.set(symbol, pair);
    const [first, second] = pair;
    if (first === 0 && second === 0 && symbol !== '\0') continue;
    select(first > 0);
    if (first > 0) bytes.push(first, second);
    else bytes.push(second);
  }
  select(false);
  return Uint8Array.from(bytes);
}

/** A symbol as its pair of codes; ASCII as zero and the code, two zeros for what there is not. */
function pairOf(symbol: string): [number, number] {
  const code = symbol.charCodeAt(0);
  if (code < 0x80) return [0, code];
  const euc = iconv.encode(symbol, EUC);
  const [first = 0, second = 0] = euc;
  return euc.length === 2 && first > 0xa0 && second > 0xa0 ? [first & 0x7f, second & 0x7f] : [0, 0];
}

/** The text of bytes; what is no symbol becomes U+FFFD. */
export function decodeJapanese(bytes: Uint8Array): string {
  const euc: number[] = [];
  let alphabet = 'ascii';
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const next = bytes[at + 1] ?? 0;
    if (byte === ESCAPE) {
      const found = alphabetAt(bytes, at + 1);
      if (found === null) euc.push(byte);
      else {
        alphabet = found.name;
        at += found.length;
      }
    } else if (byte <= 0x20 || alphabet === 'ascii' || byte >= 0x7f) {
      // a line begins in ASCII, whatever the one before forgot
      if (byte === 0x0a || byte === 0x0d) alphabet = 'ascii';
      euc.push(byte < 0x80 ? byte : 0xff);
    } else if (alphabet === 'kana') euc.push(0x8e, byte | 0x80);
    else if (next > 0x20 && next < 0x7f) {
      if (alphabet === 'more') euc.push(0x8f);
      euc.push(byte | 0x80, next | 0x80);
      at++;
    } else euc.push(0xff);
  }
  return iconv.decode(Buffer.from(euc), EUC);
}

function alphabetAt(bytes: Uint8Array, at: number): { name: string; length: number } | null {
  for (const length of [2, 3]) {
    const name = ALPHABETS[String.fromCharCode(...bytes.subarray(at, at + length))];
    if (name !== undefined) return { name, length };
  }
  return null;
}
