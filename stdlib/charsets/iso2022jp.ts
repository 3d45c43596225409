/**
 * ISO-2022-JP (RFC 1468), which the charset library lacks: escape sequences switch between ASCII and the sets of JIS.
 * Their symbols are those of EUC-JP, whose tables do the work.
 */
import iconv from 'iconv-lite';

const NAMES = /^(?:cs)?iso-?2022-?jp(?:-?(?:[12]|ms|ext))?$|^cp-?5022[01]$/i;

/** Is it a name of this charset? */
export const isIso2022Jp = (name: string): boolean => NAMES.test(name);

/** A set of symbols: what selects it, bytes of a symbol, what makes these bytes EUC-JP. */
interface SymbolSet {
  readonly escape: string;
  readonly size: 1 | 2;
  readonly lead?: number;
  /** Symbols that ASCII has not, by their bytes. */
  readonly own?: Readonly<Record<number, string>>;
}

const ASCII: SymbolSet = { escape: '(B', size: 1 };
const ROMAN: SymbolSet = { escape: '(J', size: 1, own: { 92: '\u00a5', 126: '\u203e' } };
const KANA: SymbolSet = { escape: '(I', size: 1, lead: 0x8e };
const KANJI: SymbolSet = { escape: '$B', size: 2 };
const MORE_KANJI: SymbolSet = { escape: '$(D', size: 2, lead: 0x8f };

const SETS = new Map([ASCII, ROMAN, KANA, KANJI, MORE_KANJI].map(set => [set.escape, set]));
SETS.set('$@', KANJI).set('$(B', KANJI);

const ESCAPE = 0x1b;
const UNKNOWN = '\ufffd';

/** What a symbol of a set is. */
function symbolOf(set: SymbolSet, bytes: Uint8Array): string {
  const own = set.own?.[bytes[0] ?? 0];
  if (own !== undefined) return own;
  if (set.size === 1 && set.lead === undefined) return String.fromCharCode(bytes[0] ?? 0);
  const high = Array.from(bytes, byte => byte | 0x80);
  return iconv.decode(Uint8Array.from(set.lead === undefined ? high : [set.lead, ...high]), 'euc-jp');
}

/** Text of bytes; what is wrong gives U+FFFD, a new line begins in ASCII. */
export function decodeIso2022Jp(bytes: Uint8Array): string {
  let set = ASCII;
  const text: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    if (byte === ESCAPE) {
      const long = String.fromCharCode(...bytes.subarray(at + 1, at + 4));
      const found = SETS.get(long.slice(0, 2)) ?? SETS.get(long);
      if (found !== undefined) {
        set = found;
        at += SETS.has(long.slice(0, 2)) ? 3 : 4;
        continue;
      }
    }
    if (byte === 10 || byte === 13) set = ASCII;
    if (byte <= 0x20 || byte === 0x7f) {
      text.push(String.fromCharCode(byte));
      at++;
      continue;
    }
    const symbol = bytes.subarray(at, at + set.size);
    const isGood = symbol.length === set.size && symbol.every(b => b > 0x20 && b < 0x7f);
    text.push(isGood ? symbolOf(set, symbol) : UNKNOWN);
    at += isGood ? set.size : 1;
  }
  return text.join('');
}

/** The set that has a symbol, and its bytes there; a question mark for what no set has. */
function placeOf(symbol: string): readonly [SymbolSet, readonly number[]] {
  const code = symbol.codePointAt(0) ?? 0;
  if (code < 0x80 && code !== ESCAPE) return [ASCII, [code]];
  const roman = Object.entries(ROMAN.own ?? {}).find(([, own]) => own === symbol);
  if (roman !== undefined) return [ROMAN, [Number(roman[0])]];
  const euc = code < 0x80 ? [] : Array.from(iconv.encode(symbol, 'euc-jp'));
  const low = euc.map(byte => byte & 0x7f);
  if (euc.length === 2 && euc[0] === KANA.lead) return [KANA, low.slice(1)];
  if (euc.length === 2 && (euc[0] ?? 0) > 0xa0) return [KANJI, low];
  return [ASCII, [0x3f]];
}

/** Bytes of a text; it ends in ASCII. */
export function encodeIso2022Jp(text: string): Uint8Array {
  let set = ASCII;
  const bytes: number[] = [];
  const select = (next: SymbolSet): void => {
    if (set !== next) bytes.push(ESCAPE, ...Array.from(next.escape, sign => sign.charCodeAt(0)));
    set = next;
  };
  for (const symbol of text) {
    const [next, place] = placeOf(symbol);
    select(next);
    bytes.push(...place);
  }
  select(ASCII);
  return Uint8Array.from(bytes);
}
