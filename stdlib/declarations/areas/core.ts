/** Built-ins of cgpl.md sections 14.1 and 14.3. */
import { area } from '../rows.js';

const core = area('core');
const number = area('number');

export const CORE = [
  core.fn(
    0,
    'guest',
    'Same(a, b)',
    'boolean',
    'YES if both are one and the same object, both null or both true.',
  ),
  core.fn(
    1,
    'guest',
    'Copy(x)',
    'any',
    'A deep copy of a container or XML object; other objects as they are.',
  ),
  core.fn(
    2,
    'guest',
    'Length(x)',
    'number',
    'Bytes of a string or datablock, elements of an array, keys of a dictionary, messages of a Mailbox; else 0.',
  ),
  core.fn(3, 'guest', 'Min(a, b)', 'any', 'a when a < b, else b.'),
  core.fn(4, 'guest', 'Max(a, b)', 'any', 'a when a > b, else b.'),
  core.proc(5, 'guest', 'Void(x)', 'Computes its argument and drops it.'),
  core.proc(
    6,
    'guestwait',
    'ProcCall(name[, ...])',
    'Calls the procedure of another file whose name is computed, with the other arguments.',
  ),
  core.fn(
    7,
    'guestwait',
    'FuncCall(name[, ...])',
    'any',
    'Calls the function of another file whose name is computed, with the other arguments.',
  ),
  core.fn(
    8,
    'guest',
    'ObjectClass(x)',
    'string or null',
    'The name of the class of an object; null for null.',
  ),
  number.fn(23, 'guest', 'IsNumber(x)', 'boolean', 'Is it a number?'),
  number.fn(
    24,
    'guest',
    'Number(x)',
    'number',
    'A number unchanged, the leading digits of a string, else 0.',
  ),
  number.fn(
    25,
    'host',
    'RandomNumber()',
    'number',
    'A random number from 0 to 2^63-1 that nobody can predict.',
  ),
];
