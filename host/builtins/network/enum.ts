/** Telephone numbers in DNS (RFC 6116): the name of a number, and the address in its NAPTR records. */
import { RE2JS } from 're2js';

/** One NAPTR record as the resolver gives it. */
export interface Naptr {
  readonly flags: string;
  readonly service: string;
  readonly regexp: string;
  readonly replacement: string;
  readonly order: number;
  readonly preference: number;
}

/** `+14155551` in `e164.arpa` is `1.5.5.5.5.1.4.1.e164.arpa`; null for text that is no number. */
export function enumName(number: string, domain: string): string | null {
  const digits = number.replace(/[\s().-]/g, '').replace(/^\+/, '');
  if (!/^\d{1,15}$/.test(digits)) return null;
  return `${[...digits].reverse().join('.')}.${domain.replace(/^\.|\.$/g, '')}`;
}

/** Characters of a substitution expression: it is data of strangers. */
const MAX_EXPRESSION = 255;

/** Applies `!expression!replacement!flags` to a number; null when it does not fit. */
export function substitute(regexp: string, number: string): string | null {
  if (regexp.length < 4 || regexp.length > MAX_EXPRESSION) return null;
  const [, pattern = '', replacement = '', flags = ''] = regexp.split(regexp.charAt(0));
  try {
    // in time proportional to the number, whatever the strangers wrote
    const matcher = RE2JS.compile(pattern, flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0).matcher(number);
    if (!matcher.find()) return null;
    return replacement.replace(/\\(\d)/g, (_, group: string) =>
      Number(group) > matcher.groupCount() ? '' : (matcher.group(Number(group)) ?? ''),
    );
  } catch {
    return null;
  }
}

/** The address of the best record for a service (`sip`, `E2U+sip`), null when there is none. */
export function enumURL(records: readonly string[], service: string, number: string): string | null {
  const wanted = service.toLowerCase().replace(/^e2u\+/, '');
  const e164 = `+${number.replace(/\D/g, '')}`;
  const fitting = records
    .map(text => JSON.parse(text) as Naptr)
    .filter(({ flags, service: offered }) => {
      const names = offered.toLowerCase().split('+');
      return (
        flags.toLowerCase() === 'u' &&
        names.includes('e2u') &&
        names.some(name => name.split(':')[0] === wanted)
      );
    })
    .sort((a, b) => a.order - b.order || a.preference - b.preference);
  for (const { regexp } of fitting) {
    const url = substitute(regexp, e164);
    if (url !== null) return url;
  }
  return null;
}
