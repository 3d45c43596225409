/** Built-ins of cgpl.md sections 14.10 and 14.11. */
import { area } from '../rows.js';

const convert = area('convert');
const crypto = area('crypto');

export const CONVERT = [
  convert.fn(68, 'host', 'ObjectToString(x)', 'string', 'The object as text.'),
  convert.fn(69, 'host', 'ObjectToXML(x)', 'xml', 'The object as XML.'),
  convert.fn(
    70,
    'host',
    'ToObject(x)',
    'any',
    'The object that a text, or an XML object made by ObjectToXML, stands for; null for anything wrong.',
  ),
  convert.fn(71, 'host', 'Base64Encode(x)', 'string', 'A string or datablock in base64.'),
  convert.fn(72, 'host', 'Base64Decode(s)', 'datablock', 'The bytes of a base64 string.'),
  convert.fn(
    73,
    'host',
    'AppToXML(data, format)',
    'xml or array or string',
    'Reads a vCard, vCardGroup, iCalendar or sdp text; a string is an error.',
  ),
  convert.fn(74, 'host', 'XMLToApp(x)', 'string', 'Writes what AppToXML reads.'),
  convert.fn(75, 'host', 'ObjectToJSON(x)', 'string', 'The object as JSON.'),
  convert.fn(76, 'host', 'JSONToObject(s)', 'any', 'The object of a JSON text; null for anything wrong.'),
  convert.fn(
    77,
    'guestwait',
    'Convert(x, format)',
    'any',
    'Base64, hexadecimal, character sets, symbol codes, words, ASN.1; nonces and DNS look-ups wait.',
    { plainPlace: 'host' },
  ),
  crypto.fn(
    79,
    'host',
    'CryDigest(algorithm, data[, key])',
    'datablock or null',
    'The digest of a datablock, with a key its HMAC.',
  ),
  crypto.fn(80, 'host', 'CryEncrypt(algorithm, key, data)', 'datablock or null', 'The enciphered datablock.'),
  crypto.fn(81, 'host', 'CryDecrypt(algorithm, key, data)', 'datablock or null', 'The deciphered datablock.'),
];
