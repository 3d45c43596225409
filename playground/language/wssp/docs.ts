/** Functions, prefixes and structural elements of pages for readers: how they are written, and what they give. */

type Row = readonly [call: string, about: string];

/** By name in capitals. */
export const FUNCTION_DOCS: Readonly<Record<string, Row>> = {
  SESSION: ['SESSION(name)', 'Element of the session dataset.'],
  SETTINGS: ['SETTINGS(name)', 'A preference of the user.'],
  ACCOUNTSETTINGS: ['ACCOUNTSETTINGS(name)', 'A setting of the account.'],
  INCLUDEARG: [
    'INCLUDEARG([n | name])',
    'A value that INCLUDE gave to this file: the first, number n, or an element of the first.',
  ],
  EXISTS: ['EXISTS(e)', 'True when the value exists.'],
  DOESNOTEXIST: ['DOESNOTEXIST(e)', 'True when the value does not exist.'],
  NOT: ['NOT(e)', 'True when the value does not exist.'],
  YESNO: ['YESNO(e)', 'True for the text YES in any letter case.'],
  BOOLARRAY: ['BOOLARRAY()', 'The array ("NO","YES").'],
  EQUALS: ['EQUALS(a AND b)', 'True when both values are equal.'],
  EQUALSNOCASE: ['EQUALSNOCASE(a AND b)', 'True when both values are equal but for letter case.'],
  ISFIRST: ['ISFIRST(s)', 'Is it the first element of the loop?'],
  ISLAST: ['ISLAST(s)', 'Is it the last element of the loop?'],
  ISEVEN: ['ISEVEN(s)', 'Is the index even? That of the first element is.'],
  ISHALF: ['ISHALF(s)', 'Is it the first element of the second half?'],
  ISINDEX: ['ISINDEX(s AND e)', 'Is this the index of the current element?'],
  INDEX: ['INDEX(s)', 'Index of the current element, from 0.'],
  KEY: ['KEY(s)', 'Key of the current element, when the loop walks through a dictionary.'],
  CHECKED: ['CHECKED(e)', 'The text CHECKED when the value exists.'],
  HASPARENTMAILBOX: [
    'HASPARENTMAILBOX(e [IN list])',
    'Has the mailbox name a parent, and is that in the list?',
  ],
  ISSTRING: ['ISSTRING(e)', 'Is it a string?'],
  ISNUMBER: ['ISNUMBER(e)', 'Is it a number?'],
  ISARRAY: ['ISARRAY(e)', 'Is it an array?'],
  ISDICTIONARY: ['ISDICTIONARY(e)', 'Is it a dictionary?'],
  ISDATE: ['ISDATE(e)', 'Is it a timestamp?'],
  ISDATA: ['ISDATA(e)', 'Is it a datablock?'],
  NULL: ['NULL()', 'Nothing.'],
  EMPTYSTRING: ['EMPTYSTRING()', 'The empty string, which exists.'],
  EMPTYARRAY: ['EMPTYARRAY()', 'An empty array.'],
  EMPTYDICTIONARY: ['EMPTYDICTIONARY()', 'An empty dictionary.'],
  CURRENTTIME: ['CURRENTTIME()', 'Time of the request.'],
  SELECTEDLANGUAGE: ['SELECTEDLANGUAGE()', 'The language of the request.'],
  SELECTEDTIMEZONE: ['SELECTEDTIMEZONE()', 'The time zone of the request.'],
  STRING: ['STRING(e)', 'A string of the text dataset.'],
  DICTIONARY: ['DICTIONARY(e)', 'A dictionary of the text dataset.'],
  ARRAY: ['ARRAY(e)', 'An array of the text dataset.'],
  TRANSLATE: ['TRANSLATE(e USING d)', 'What the dictionary has under this key, else the value itself.'],
  CONTAINS: [
    'CONTAINS(e IN x)',
    'Has the array an equal element, the dictionary this key, the text this part?',
  ],
  RANDOMELEMENT: ['RANDOMELEMENT(e)', 'An element of the array.'],
  MONTHNAMES: ['MONTHNAMES()', 'Names of the months.'],
  WEEKDAYS: ['WEEKDAYS()', 'Names of the days, Sunday first.'],
  KNOWNCHARSETS: ['KNOWNCHARSETS()', 'Charsets of the server.'],
  KNOWNTIMEZONES: ['KNOWNTIMEZONES()', 'Time zones of the server.'],
  REQUESTSECURE: ['REQUESTSECURE()', 'Came the request over a secure connection?'],
  REQUESTRESOURCE: ['REQUESTRESOURCE()', 'Path and parameters of the request URL.'],
  REQUESTSOURCEIP: ['REQUESTSOURCEIP()', 'Network address of the client.'],
  SERVERVERSION: ['SERVERVERSION()', 'Version of the server.'],
};

/** By name in capitals. */
export const PREFIX_DOCS: Readonly<Record<string, Row>> = {
  HTML: ['HTML:e', 'For text and attribute values in quotation marks.'],
  HTMLUSING: ['HTMLUSING(charset):e', 'For a datablock that is text in this charset.'],
  HTMLSUBST: ['HTMLSUBST(a, b):e', 'For a text with placeholders ^0 to ^9, filled with the parameters.'],
  URL: ['URL:e', 'For parts of a URL.'],
  JAVASCRIPT: ['JAVASCRIPT:e', 'For the inside of a quoted string in a script.'],
  DATE: ['DATE:e', 'The day of a timestamp, in the time zone of the user.'],
  DATESHORT: ['DATESHORT:e', 'The day of a timestamp, short.'],
  TIME: ['TIME:e', 'The time of a timestamp, in the time zone of the user.'],
  TIMESHORT: ['TIMESHORT:e', 'The time of a timestamp, short.'],
  DATETIME: ['DATETIME:e', 'Day and time of a timestamp.'],
  DATETIMESHORT: ['DATETIMESHORT:e', 'Day and time of a timestamp, short.'],
  DATEAS: ['DATEAS(pattern):e', 'A timestamp by a pattern of YYYY YY MM Mon DD D Www hh mm ss.'],
  SIZE: ['SIZE:e', 'A number of bytes, for example 28K.'],
  DURATION: ['DURATION:e', 'A number of seconds, for example 1:05.'],
};

/** By keyword in capitals. */
export const ELEMENT_DOCS: Readonly<Record<string, Row>> = {
  IF: ['<!--%%IF e-->', 'What follows is there when the value exists.'],
  ELIF: ['<!--%%ELIF e-->', 'A further condition of the IF.'],
  ELSE: ['<!--%%ELSE-->', 'What is there in all other cases.'],
  ENDIF: ['<!--%%ENDIF-->', 'The end of an IF.'],
  FOREACH: ['<!--%%FOREACH s IN e-->', 'Repeats what follows for each element; `s[]` is the current one.'],
  ENDFOR: ['<!--%%ENDFOR s-->', 'The end of a FOREACH.'],
  INCLUDE: ['<!--%%INCLUDE "file.wssi" USING e, e-->', 'Puts another file of the skin here.'],
  COMMENT: ['<!--%%COMMENT text-->', 'Prints nothing.'],
};

/** Markdown of a row. */
export function rowMarkdown([call, about]: Row): string {
  return `\`\`\`wssp\n${call}\n\`\`\`\n\n${about}`;
}
