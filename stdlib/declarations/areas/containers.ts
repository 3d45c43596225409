/** Built-ins of cgpl.md sections 14.5 to 14.8. */
import { area } from '../rows.js';

const ip = area('ip');
const data = area('data');
const array = area('array');
const dictionary = area('dictionary');

export const CONTAINERS = [
  ip.fn(42, 'guest', 'IsIPAddress(x)', 'boolean', 'Is it a network address?'),
  ip.fn(
    43,
    'guest',
    'IPAddress(x)',
    'ip-address or null',
    'The network address that a string such as [10.0.0.1]:5060 stands for.',
  ),
  data.fn(44, 'guest', 'IsData(x)', 'boolean', 'Is it a datablock?'),
  data.fn(45, 'host', 'RandomData(n)', 'datablock', 'n random bytes, 1 to 4096, that nobody can predict.'),
  data.fn(46, 'guest', 'EmptyData()', 'datablock', 'A datablock without bytes.'),
  array.fn(47, 'guest', 'IsArray(x)', 'boolean', 'Is it an array?'),
  array.fn(48, 'guest', 'NewArray()', 'array', 'A new array without elements.'),
  array.fn(49, 'guest', 'Invert(a)', 'array', 'A new array with the elements in reverse order.'),
  array.fn(
    50,
    'guestwait',
    'Find(object, x)',
    'any',
    'Number of the first element of an array that equals x, -1 if there is none; or the events of a Calendar.',
    { plainPlace: 'guest' },
  ),
  array.proc(
    51,
    'guest',
    'AddElement(target, x)',
    'Appends an element to an array, or an item to the body of an XML object.',
  ),
  array.proc(52, 'guest', 'RemoveElement(a, index)', 'Removes an element of an array.'),
  array.proc(
    53,
    'guest',
    'InsertElement(a, index, x)',
    'Puts an element in front of that with the number index.',
  ),
  array.proc(54, 'guest', 'SortStrings(a)', 'Sorts an array of strings, without regard to case.'),
  dictionary.fn(55, 'guest', 'IsDictionary(x)', 'boolean', 'Is it a dictionary?'),
  dictionary.fn(
    56,
    'guest',
    'NewDictionary()',
    'dictionary',
    'A new dictionary without keys; case matters in keys.',
  ),
  dictionary.proc(
    57,
    'guest',
    'SetCaseSensitive(d, flag)',
    'From now on case matters in the keys, or with null does not.',
  ),
];
