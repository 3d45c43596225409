/** Messages made of header dictionary and content, as SubmitEMail takes them (cgpl.md 14.19). */
import { printXml } from '../../../stdlib/data/index.js';
import { dictGet } from '../../../stdlib/values/dict.js';
import { isArray, isData, isDict, isTime, isXml } from '../../../stdlib/values/is.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { EMAIL, type StoredMessage } from './state.js';

/** Keys of the header dictionary that are no header fields. */
const OPTIONS = new Set([
  'flags',
  'internalDate',
  'replacesUID',
  'replaceMode',
  'report',
  'Content-Type',
  'Content-Subtype',
  'dsn',
  'sourceType',
]);

const fieldValues = (value: Value): Bytes[] => {
  if (isArray(value)) return value.flatMap(fieldValues);
  if (isDict(value)) return [addressText(value)];
  return typeof value === 'string' ? [value] : typeof value === 'number' ? [String(value)] : [];
};

function addressText(value: Dict): Bytes {
  const name = dictGet(value, 'realName');
  const address = dictGet(value, '');
  return typeof name === 'string' ? `"${name}" <${String(address)}>` : String(address ?? '');
}

/** A message without its number, or why it cannot be made. */
export function composed(headers: Value, content: Value, now: number): Omit<StoredMessage, 'uid'> | string {
  const header: [string, Bytes][] = [];
  if (isDict(headers)) {
    for (const name in headers.entries) {
      if (OPTIONS.has(name)) continue;
      for (const value of fieldValues(headers.entries[name] ?? null)) header.push([name, value]);
    }
  } else if (headers !== null) return 'the headers must be a dictionary';
  if (!header.some(([name]) => name.toLowerCase() === 'from')) header.unshift(['From', EMAIL]);
  const given = (key: string): string | null => {
    const value = isDict(headers) ? dictGet(headers, key) : null;
    return typeof value === 'string' ? value : null;
  };
  const base = { flags: [], arrived: arrivalOf(headers, now), header, attributes: '{}' };
  const [type, subtype] = [given('Content-Type'), given('Content-Subtype')];
  if (typeof content === 'string')
    return { ...base, type: type ?? 'text', subtype: subtype ?? 'plain', body: content };
  if (isData(content))
    return { ...base, type: type ?? 'application', subtype: subtype ?? 'octet-stream', body: content.bytes };
  if (isXml(content)) return { ...base, type: 'text', subtype: 'xml', body: printXml(content) };
  return content === null
    ? { ...base, type: 'text', subtype: 'plain', body: '' }
    : 'the content is of a wrong class';
}

function arrivalOf(headers: Value, now: number): number {
  const given = isDict(headers) ? dictGet(headers, 'internalDate') : null;
  return isTime(given) && Number.isFinite(given.at) ? given.at : now;
}
