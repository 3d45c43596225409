/**
 * The functions of the page language (wssp.md section 4): what may stand between the parentheses, and which
 * member of the guest library (`stdlib/wssp`) does the work. Parser, emitter, lint and documentation read this table.
 */

/** What an argument may be: an expression, a bare name or string constant, a scanner with or without `[]`. */
export type ArgumentKind = 'expression' | 'name' | 'scanner' | 'index-or-name';

/** The word that stands before the second argument. */
export type Separator = 'AND' | 'IN' | 'USING';

/** Which part of the request a function may touch: an application fetches only what a page uses. */
export type Use = 'session' | 'settings' | 'accountSettings' | 'strings';

export interface PageFunction {
  /** In capitals, as in the manual. */
  readonly name: string;
  readonly first: ArgumentKind | null;
  /** The first argument may be missing. */
  readonly optional?: true;
  readonly second?: { readonly word: Separator; readonly optional?: true };
  /** A flag is a JavaScript boolean in generated code, and `YES` or null as a value. */
  readonly gives: 'flag' | 'value';
  /** Member of the guest library that is called with the arguments; scanner functions are generated in place. */
  readonly guest: string;
  /** Same result during the whole page when the arguments are constants: may be moved out of loops. */
  readonly stable?: true;
  readonly use?: Use;
  /** Never gives text from outside: the check of unescaped elements passes it. Flags are always trusted. */
  readonly trusted?: true;
}

const TABLE: readonly PageFunction[] = [
  { name: 'SESSION', first: 'name', gives: 'value', guest: 'session', stable: true, use: 'session' },
  { name: 'SETTINGS', first: 'name', gives: 'value', guest: 'settings', stable: true, use: 'settings' },
  {
    name: 'ACCOUNTSETTINGS',
    first: 'name',
    gives: 'value',
    guest: 'accountSettings',
    stable: true,
    use: 'accountSettings',
  },
  { name: 'INCLUDEARG', first: 'index-or-name', optional: true, gives: 'value', guest: 'includeArg' },
  { name: 'EXISTS', first: 'expression', gives: 'flag', guest: 'exists' },
  { name: 'DOESNOTEXIST', first: 'expression', gives: 'flag', guest: 'doesNotExist' },
  { name: 'NOT', first: 'expression', gives: 'flag', guest: 'doesNotExist' },
  { name: 'YESNO', first: 'expression', gives: 'flag', guest: 'yesNo' },
  { name: 'BOOLARRAY', first: null, gives: 'value', guest: 'boolArray', stable: true, trusted: true },
  { name: 'EQUALS', first: 'expression', second: { word: 'AND' }, gives: 'flag', guest: 'equals' },
  {
    name: 'EQUALSNOCASE',
    first: 'expression',
    second: { word: 'AND' },
    gives: 'flag',
    guest: 'equalsNoCase',
  },
  { name: 'ISFIRST', first: 'scanner', gives: 'flag', guest: 'isFirst' },
  { name: 'ISLAST', first: 'scanner', gives: 'flag', guest: 'isLast' },
  { name: 'ISEVEN', first: 'scanner', gives: 'flag', guest: 'isEven' },
  { name: 'ISHALF', first: 'scanner', gives: 'flag', guest: 'isHalf' },
  { name: 'ISINDEX', first: 'scanner', second: { word: 'AND' }, gives: 'flag', guest: 'isIndex' },
  { name: 'INDEX', first: 'scanner', gives: 'value', guest: 'index', trusted: true },
  { name: 'KEY', first: 'scanner', gives: 'value', guest: 'key' },
  { name: 'CHECKED', first: 'expression', gives: 'value', guest: 'checked', trusted: true },
  {
    name: 'HASPARENTMAILBOX',
    first: 'expression',
    second: { word: 'IN', optional: true },
    gives: 'flag',
    guest: 'hasParentMailbox',
  },
  { name: 'ISSTRING', first: 'expression', gives: 'flag', guest: 'isString' },
  { name: 'ISNUMBER', first: 'expression', gives: 'flag', guest: 'isNumber' },
  { name: 'ISARRAY', first: 'expression', gives: 'flag', guest: 'isArray' },
  { name: 'ISDICTIONARY', first: 'expression', gives: 'flag', guest: 'isDictionary' },
  { name: 'ISDATE', first: 'expression', gives: 'flag', guest: 'isDate' },
  { name: 'ISDATA', first: 'expression', gives: 'flag', guest: 'isData' },
  { name: 'NULL', first: null, gives: 'value', guest: 'nullValue', stable: true, trusted: true },
  { name: 'EMPTYSTRING', first: null, gives: 'value', guest: 'emptyString', stable: true, trusted: true },
  { name: 'EMPTYARRAY', first: null, gives: 'value', guest: 'emptyArray', stable: true, trusted: true },
  {
    name: 'EMPTYDICTIONARY',
    first: null,
    gives: 'value',
    guest: 'emptyDictionary',
    stable: true,
    trusted: true,
  },
  { name: 'CURRENTTIME', first: null, gives: 'value', guest: 'currentTime', stable: true, trusted: true },
  {
    name: 'SELECTEDLANGUAGE',
    first: null,
    gives: 'value',
    guest: 'selectedLanguage',
    stable: true,
    trusted: true,
  },
  {
    name: 'SELECTEDTIMEZONE',
    first: null,
    gives: 'value',
    guest: 'selectedTimeZone',
    stable: true,
    trusted: true,
  },
  {
    name: 'STRING',
    first: 'expression',
    gives: 'value',
    guest: 'string',
    stable: true,
    use: 'strings',
    trusted: true,
  },
  {
    name: 'DICTIONARY',
    first: 'expression',
    gives: 'value',
    guest: 'dictionary',
    stable: true,
    use: 'strings',
    trusted: true,
  },
  {
    name: 'ARRAY',
    first: 'expression',
    gives: 'value',
    guest: 'array',
    stable: true,
    use: 'strings',
    trusted: true,
  },
  { name: 'TRANSLATE', first: 'expression', second: { word: 'USING' }, gives: 'value', guest: 'translate' },
  { name: 'CONTAINS', first: 'expression', second: { word: 'IN' }, gives: 'flag', guest: 'contains' },
  { name: 'RANDOMELEMENT', first: 'expression', gives: 'value', guest: 'randomElement' },
  {
    name: 'MONTHNAMES',
    first: null,
    gives: 'value',
    guest: 'monthNames',
    stable: true,
    use: 'strings',
    trusted: true,
  },
  {
    name: 'WEEKDAYS',
    first: null,
    gives: 'value',
    guest: 'weekDays',
    stable: true,
    use: 'strings',
    trusted: true,
  },
  { name: 'KNOWNCHARSETS', first: null, gives: 'value', guest: 'knownCharsets', stable: true, trusted: true },
  {
    name: 'KNOWNTIMEZONES',
    first: null,
    gives: 'value',
    guest: 'knownTimeZones',
    stable: true,
    trusted: true,
  },
  { name: 'REQUESTSECURE', first: null, gives: 'flag', guest: 'requestSecure' },
  { name: 'REQUESTRESOURCE', first: null, gives: 'value', guest: 'requestResource', stable: true },
  {
    name: 'REQUESTSOURCEIP',
    first: null,
    gives: 'value',
    guest: 'requestSourceIP',
    stable: true,
    trusted: true,
  },
  { name: 'SERVERVERSION', first: null, gives: 'value', guest: 'serverVersion', stable: true, trusted: true },
];

/** All functions by their name in capitals. */
export const PAGE_FUNCTIONS: ReadonlyMap<string, PageFunction> = new Map(TABLE.map(f => [f.name, f]));
