/** The program exceptions of operators and built-ins: code to English text, {0} and {1} are the arguments. */
export const exceptionTexts = {
  'index-not-assignable': 'an element of {0} cannot be assigned by number',
  'index-out-of-range': 'there is no element number {0}, the length is {1}',
  'bad-index': 'an element number must be a number, not {0}',
  'key-not-assignable': 'an element of {0} cannot be assigned by key',
  'bad-key': 'a key must be a string, not {0}',
  'bad-attribute-value': 'an attribute value must be a string, not {0}',
  'bad-argument': '{0}: argument {1} is of a wrong class',
  'bad-value': '{0}: argument {1} has a value that is not allowed',
  'bad-xml-name': '{0}: "{1}" cannot be a name in XML',
  'too-deep': '{0}: the object is nested too deep, or contains itself',
  'too-large': '{0}: the result is larger than {1} bytes',
  'not-basic': '{0}: a live object has no such form',
} as const satisfies Record<string, string>;

export type ExceptionCode = keyof typeof exceptionTexts;
