/**
 * The program exceptions of operators and built-ins (cgpl.md section 12.1), in the shape of the catalogues of the
 * rooms; `runtime/errors/catalogue.ts` takes them in. Numbers 670 to 699.
 */
export interface ExceptionEntry {
  readonly number: number;
  /** `{0}`, `{1}` are the arguments. */
  readonly text: string;
  readonly status: 500;
  readonly user: string;
}

const entry = (number: number, text: string): ExceptionEntry => ({
  number,
  text,
  status: 500,
  user: 'The application failed',
});

export const PROGRAM_EXCEPTIONS = {
  'index-not-assignable': entry(670, 'an element of {0} cannot be assigned by number'),
  'index-out-of-range': entry(671, 'element number {0} is out of range, the length is {1}'),
  'bad-index': entry(672, 'an element number must be a number, not {0}'),
  'key-not-assignable': entry(673, 'an element of {0} cannot be assigned by key'),
  'bad-key': entry(674, 'a key must be a string, not {0}'),
  'bad-attribute': entry(675, 'the value of an attribute must be a string, not {0}'),
  'bad-argument': entry(676, '{0}: argument {1} cannot be {2}'),
  'bad-range': entry(677, '{0}: argument {1} is out of range'),
  'bad-xml-name': entry(678, '{0}: "{1}" cannot be a name in XML'),
  'too-deep': entry(679, '{0}: the object is nested too deep, or contains itself'),
  'too-large': entry(680, '{0}: the result is too large, the limit is {1}'),
  'too-much-work': entry(681, '{0}: this could take too long'),
} as const satisfies Record<string, ExceptionEntry>;

export type ExceptionCode = keyof typeof PROGRAM_EXCEPTIONS;
