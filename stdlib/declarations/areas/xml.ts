/** Built-ins of cgpl.md section 14.9. */
import { area } from '../rows.js';

const { fn, proc } = area('xml');

export const XML = [
  fn(58, 'guest', 'IsXML(x)', 'boolean', 'Is it an XML object?'),
  fn(59, 'guest', 'NewXML(type[, prefix[, namespace]])', 'xml', 'A new XML element.'),
  proc(
    60,
    'guest',
    'SetNamespace(x, namespace[, prefix])',
    'Binds the prefix to the namespace; null removes.',
  ),
  fn(
    61,
    'guest',
    'GetNamespace(x[, prefix])',
    'string or null',
    'The namespace that this element itself binds to the prefix.',
  ),
  fn(62, 'guest', 'GetPrefix(x, namespace)', 'string or null', 'The prefix that is bound to the namespace.'),
  proc(
    63,
    'guest',
    'SetAttribute(x, value, name[, prefix])',
    'Sets an attribute; null removes it. The value comes first.',
  ),
  fn(
    64,
    'guest',
    'GetAttribute(x, name[, prefix])',
    'string or array or null',
    'The value of an attribute; with a number: name and prefix of that attribute.',
  ),
  fn(
    65,
    'guest',
    'XMLBody(x, type[, namespace[, index]])',
    'xml or null',
    'The sub-element with that type and namespace (null: any) and number.',
  ),
  fn(66, 'guest', 'XMLType(x)', 'string', 'The type of the element.'),
  fn(67, 'guest', 'XMLPrefix(x)', 'string', 'The prefix of the element, empty without one.'),
];
