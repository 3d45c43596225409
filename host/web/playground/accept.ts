/** The field Accept-Encoding (RFC 9110, 12.5.3). */

/** Longest field that is read. */
const LONGEST = 1000;

/** True when the client takes a coding: it or `*` is named, and not with quality 0. */
export function accepts(field: string, coding: string): boolean {
  let any = false;
  for (const item of field.slice(0, LONGEST).split(',')) {
    const [name = '', ...parameters] = item.split(';').map(part => part.trim().toLowerCase());
    const quality = parameters.find(parameter => /^q\s*=/.test(parameter));
    const isGood = quality === undefined || Number(quality.replace(/^q\s*=\s*/, '')) > 0;
    if (name === coding) return isGood;
    if (name === '*') any = isGood;
  }
  return any;
}
