/** Built-ins of cgpl.md section 14.2. */
import { area } from '../rows.js';

const { fn } = area('string');

export const STRINGS = [
  fn(9, 'guest', 'IsString(x)', 'boolean', 'Is it a string?'),
  fn(
    10,
    'guest',
    'String(x)',
    'string or null',
    'The object as a string: digits of a number, bytes of a datablock, text of an XML body; null for null.',
  ),
  fn(
    11,
    'guest',
    'Substring(s, from, len)',
    'string or null',
    'len bytes of s from byte number from; a negative from counts from the end: -1 takes the last len bytes.',
  ),
  fn(
    12,
    'guest',
    'FindSubstring(s, what[, offset])',
    'number',
    'Number of the first byte of the first what in s, -1 if there is none; a negative offset looks for the last one.',
  ),
  fn(
    13,
    'guest',
    'Range(s, from, len)',
    'string or datablock or null',
    'As Substring, counting symbols; of a datablock, bytes.',
  ),
  fn(14, 'guest', 'EOL()', 'string', 'The line end of the host.'),
  fn(15, 'guest', 'CRLF()', 'string', 'Bytes 13 and 10.'),
  fn(16, 'guest', 'ToUpperCase(s)', 'string or null', 'The string with capital letters.'),
  fn(17, 'guest', 'ToLowerCase(s)', 'string or null', 'The string with small letters.'),
  fn(18, 'guest', 'IsDigit(s)', 'boolean', 'Is it a string of one decimal digit?'),
  fn(19, 'guest', 'IsWhiteSpaces(s)', 'boolean', 'Is it a string of spaces, tabs and line ends only?'),
  fn(
    20,
    'host',
    'FindRegEx(s, re)',
    'array or null',
    'What the POSIX extended regular expression matches in s, then what each of its groups matched; null for no match.',
  ),
  fn(21, 'guest', 'EmailDomainPart(s)', 'string or null', 'The part behind the first @.'),
  fn(
    22,
    'guest',
    'EmailUserPart(s)',
    'string or null',
    'The part before the first @, the whole string without one.',
  ),
];
