/** What the properties of a vCard hold (xml-objects.md 4). */
import type { Bytes } from '../values/types.js';

/** `flags`: type words become empty elements. */
export interface PropertyShape {
  readonly kind: 'value' | 'parts' | 'list' | 'binary';
  /** Names of the parts in order; of a list the last one repeats. */
  readonly parts: readonly Bytes[];
  readonly flags: boolean;
  /** An element that stands for VALUE when that is missing. */
  readonly synonym: Bytes | null;
}

const value = (flags = false, synonym: Bytes | null = null): PropertyShape => ({
  kind: 'value',
  parts: ['VALUE'],
  flags,
  synonym,
});
const binary: PropertyShape = {
  kind: 'binary',
  parts: ['TYPE', 'BINVAL', 'EXTVAL'],
  flags: false,
  synonym: null,
};

const PLAIN: readonly Bytes[] = [
  'FN',
  'NICKNAME',
  'TITLE',
  'ROLE',
  'BDAY',
  'NOTE',
  'UID',
  'REV',
  'TZ',
  'GEO',
  'CATEGORIES',
  'ALIAS',
  'MAILER',
  'SORT-STRING',
  'CLASS',
];

export const SHAPES: ReadonlyMap<Bytes, PropertyShape> = new Map<Bytes, PropertyShape>([
  ...PLAIN.map(name => [name, value()] as const),
  ['URL', value(true)],
  ['LABEL', value(true)],
  ['EMAIL', value(true, 'USERID')],
  ['TEL', value(true, 'NUMBER')],
  [
    'N',
    { kind: 'parts', parts: ['FAMILY', 'GIVEN', 'MIDDLE', 'PREFIX', 'SUFFIX'], flags: false, synonym: null },
  ],
  ['ORG', { kind: 'list', parts: ['ORGNAME', 'ORGUNIT'], flags: false, synonym: null }],
  [
    'ADR',
    {
      kind: 'parts',
      parts: ['POBOX', 'EXTADD', 'STREET', 'LOCALITY', 'REGION', 'PCODE', 'CTRY'],
      flags: true,
      synonym: null,
    },
  ],
  ['PHOTO', binary],
  ['LOGO', binary],
  ['SOUND', binary],
  ['KEY', binary],
]);

/** Values that are written without escapes: positions, and addresses of the web. */
export const UNESCAPED: ReadonlySet<Bytes> = new Set(['GEO', 'URL']);

/** Values that are lists, in which commas divide. */
export const COMMA_LISTS: ReadonlySet<Bytes> = new Set(['NICKNAME', 'CATEGORIES']);

/** The shape of properties that nobody knows. */
const OTHER = value(true);

export function shapeOf(name: Bytes): PropertyShape {
  return SHAPES.get(name) ?? OTHER;
}
