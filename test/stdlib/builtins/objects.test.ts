import { describe, expect, it } from 'vitest';
import { hostBuiltins } from '../../../stdlib/builtins/host.js';
import { coreBuiltins } from '../../../stdlib/builtins/index.js';
import { parse, printCompact } from '../../../stdlib/data/index.js';
import { encodeUtf8 } from '../../../stdlib/values/index.js';
import type { Value } from '../../../stdlib/values/types.js';

const call = (name: string, ...args: Value[]): Value => {
  const builtin = coreBuiltins[name.toLowerCase()] ?? hostBuiltins[name.toLowerCase()];
  if (builtin === undefined) throw new Error(`no ${name}`);
  return builtin(...args);
};

/** The value of a text; a text that is malformed fails the test. */
const v = (text: string): Value => {
  const result = parse(encodeUtf8(text));
  if (!result.ok) throw new Error(`${result.error.code} in ${text}`);
  return result.value;
};

/** What a call gives, or does to its first argument if it is a procedure: the compact text, or the exception code. */
const outcome = (name: string, args: Value[], changes: boolean): string => {
  try {
    const result = call(name, ...args);
    return printCompact(changes ? (args[0] ?? null) : result);
  } catch (error) {
    return `exception ${(error as { code: string }).code}`;
  }
};

const functions: [name: string, args: string[], result: string][] = [
  ['Length', ['"a b"'], '#3'],
  ['Length', ['"é"'], '#2'],
  ['Length', ['[AAEC]'], '#3'],
  ['Length', ['(a,b)'], '#2'],
  ['Length', ['{a=1;b=2;}'], '#2'],
  ['Length', ['#55'], '#0'],
  ['Length', ['#NULL#'], '#0'],
  ['Length', ['<a>xyz</a>'], '#0'],
  ['Min', ['#3', '#2'], '#2'],
  ['Min', ['#3', 'a'], 'a'],
  ['Max', ['#3', '#2'], '#3'],
  ['Max', ['abc', 'abd'], 'abd'],
  ['Same', ['a', 'a'], 'YES'],
  ['Same', ['()', '()'], '#NULL#'],
  ['Same', ['#NULL#', '#NULL#'], 'YES'],
  ['Same', ['[AAEC]', '[AAEC]'], 'YES'],
  ['Same', ['#I[1.2.3.4]', '#I[1.2.3.5]'], '#NULL#'],
  ['ObjectClass', ['a'], 'STString'],
  ['ObjectClass', ['#5'], 'STNumber'],
  ['ObjectClass', ['#9223372036854775807'], 'STNumber'],
  ['ObjectClass', ['[]'], 'STData'],
  ['ObjectClass', ['#TPAST'], 'STDate'],
  ['ObjectClass', ['#I[::1]'], 'STIPAddress'],
  ['ObjectClass', ['()'], 'STArray'],
  ['ObjectClass', ['{}'], 'STDictionary'],
  ['ObjectClass', ['<a/>'], 'STXML'],
  ['ObjectClass', ['#NULL#'], '#NULL#'],
  ['IsArray', ['()'], 'YES'],
  ['IsArray', ['{}'], '#NULL#'],
  ['IsArray', ['#NULL#'], '#NULL#'],
  ['IsDictionary', ['{}'], 'YES'],
  ['IsDictionary', ['()'], '#NULL#'],
  ['IsString', ['a'], 'YES'],
  ['IsNumber', ['#9223372036854775807'], 'YES'],
  ['IsNumber', ['a'], '#NULL#'],
  ['IsData', ['[]'], 'YES'],
  ['IsDate', ['#TPAST'], 'YES'],
  ['IsIPAddress', ['#I[::1]'], 'YES'],
  ['IsXML', ['<a/>'], 'YES'],
  ['IsXML', ['a'], '#NULL#'],
  ['EmptyData', [], '[]'],
  ['NewArray', [], '()'],
  ['NewDictionary', [], '{}'],
  ['Invert', ['(a,b,c)'], '(c,b,a)'],
  ['Invert', ['a'], 'exception bad-argument'],
  ['Find', ['(a,(b),#5)', '(b)'], '#1'],
  ['Find', ['(a,(b),#5)', '#5'], '#2'],
  ['Find', ['(a,#NULL#)', '#NULL#'], '#1'],
  ['Find', ['(a)', 'b'], '#-1'],
  ['Find', ['a', 'a'], '#-1'],
  ['IPAddress', ['10.0.0.1'], '#I[10.0.0.1]'],
  ['IPAddress', ['"[10.0.0.1]:25"'], '#I[10.0.0.1]:25'],
  ['IPAddress', ['"[2001:DB8::0:1]"'], '#I[2001:db8::1]'],
  ['IPAddress', ['"10.0.0.1:25"'], '#NULL#'],
  ['IPAddress', ['"10.0.0.01"'], '#NULL#'],
  ['IPAddress', ['#I[1.2.3.4]:5'], '#I[1.2.3.4]:5'],
  ['IPAddress', ['#5'], '#NULL#'],
  ['String', ['<a>x<b>y</b>z</a>'], 'xz'],
  ['String', ['#T05-03-2021_08:09:10'], '"05-03-2021_08:09:10"'],
  ['String', ['#TFUTURE'], 'FUTURE'],
  ['String', ['#I[1.2.3.4]:25'], '"[1.2.3.4]:25"'],
  ['String', ['#(Task:1)'], '"#(Task:1)"'],
  ['String', ['{a=b;}'], '"{a=b;}"'],
  ['Date', ['#0'], '#TPAST'],
  ['Date', ['#-1'], '#TFUTURE'],
  ['Date', ['#1'], '#T02-01-1970_00:00:00'],
  ['Date', ['#9223372036854775807'], '#TFUTURE'],
  ['Date', ['"05-03-2021_08:09:10"'], '#T05-03-2021_08:09:10'],
  ['Date', ['"#T05-03-2021"'], '#T05-03-2021_00:00:00'],
  ['Date', ['"#TPAST"'], '#TPAST'],
  ['Date', ['"31-02-2021"'], '#NULL#'],
  ['Date', ['()'], '#NULL#'],
  ['Year', ['#T05-03-2021_08:09:10'], '#2021'],
  ['Year', ['#TPAST'], '#0'],
  ['Year', ['#TFUTURE'], '#9999'],
  ['Year', ['#5'], '#NULL#'],
  ['MonthNum', ['#T05-03-2021_08:09:10'], '#3'],
  ['MonthDay', ['#T05-03-2021_08:09:10'], '#5'],
  ['YearDay', ['#T05-03-2021_08:09:10'], '#64'],
  ['YearDay', ['#T31-12-2020'], '#366'],
  ['TimeOfDay', ['#T05-03-2021_08:09:10'], '#29350'],
  ['TimeOfDay', ['#T05-03-1901_08:09:10'], '#29350'],
  ['DateNumber', ['#T05-03-2021_08:09:10'], '#18691'],
  ['DateNumber', ['#T31-12-1969_23:59:59'], '#-1'],
  ['Month', ['#T05-03-2021'], 'Mar'],
  ['Month', ['#12'], 'Dec'],
  ['Month', ['#13'], '#NULL#'],
  ['Month', ['#0'], '#NULL#'],
  ['Month', ['a'], '#NULL#'],
  ['WeekDay', ['#T05-03-2021'], 'Fri'],
  ['WeekDay', ['#T01-01-0001'], 'Mon'],
  ['WeekDay', ['a'], '#NULL#'],
  ['DateByMonthDay', ['#2020', '#2', '#29'], '#T29-02-2020_00:00:00'],
  ['DateByMonthDay', ['#2021', '#2', '#29'], '#NULL#'],
  ['DateByMonthDay', ['#1900', '#2', '#29'], '#NULL#'],
  ['DateByMonthDay', ['#2021', '#13', '#1'], '#NULL#'],
  ['DateByMonthDay', ['#2021', '#0', '#1'], '#NULL#'],
  ['DateByMonthDay', ['a', '#1', '#1'], '#NULL#'],
  ['DateByYearDay', ['#2020', '#366'], '#T31-12-2020_00:00:00'],
  ['DateByYearDay', ['#2021', '#366'], '#NULL#'],
  ['DateByYearDay', ['#2021', '#0'], '#NULL#'],
  ['XMLType', ['<p:a/>'], 'a'],
  ['XMLPrefix', ['<p:a/>'], 'p'],
  ['XMLPrefix', ['<a/>'], '""'],
  ['XMLType', ['a'], 'exception bad-argument'],
  ['NewXML', ['a'], '<a/>'],
  ['NewXML', ['a', 'p'], '<p:a/>'],
  ['NewXML', ['a', 'p', '"urn:x"'], '<p:a xmlns:p="urn:x"/>'],
  ['NewXML', ['a', '#NULL#', '"urn:x"'], '<a xmlns="urn:x"/>'],
  ['NewXML', ['"a b"'], 'exception bad-xml-name'],
  ['NewXML', ['"a><b"'], 'exception bad-xml-name'],
  ['NewXML', ['#5'], '#NULL#'],
  ['GetNamespace', ['<a xmlns="u" xmlns:p="w"/>'], 'u'],
  ['GetNamespace', ['<a xmlns="u" xmlns:p="w"/>', 'p'], 'w'],
  ['GetNamespace', ['<a xmlns="u" xmlns:p="w"/>', 'q'], '#NULL#'],
  ['GetPrefix', ['<a xmlns="u" xmlns:p="w"/>', 'w'], 'p'],
  ['GetPrefix', ['<a xmlns="u" xmlns:p="w"/>', 'u'], '""'],
  ['GetPrefix', ['<a xmlns="u" xmlns:p="w"/>', 'z'], '#NULL#'],
  ['GetAttribute', ['<a x="1" p:x="2"/>', 'x'], '1'],
  ['GetAttribute', ['<a x="1" p:x="2"/>', 'x', 'p'], '2'],
  ['GetAttribute', ['<a x="1" xmlns:p="u" p:x="2"/>', '#1'], '(x,p)'],
  ['GetAttribute', ['<a x="1"/>', '#0'], '(x,"")'],
  ['GetAttribute', ['<a x="1"/>', '#1'], '#NULL#'],
  ['GetAttribute', ['<a x="1"/>', '()'], 'exception bad-argument'],
  ['GetAttribute', ['a', 'x'], 'exception bad-argument'],
  ['XMLBody', ['<a><b/>t<c/><b i="2"/></a>', 'b'], '<b/>'],
  ['XMLBody', ['<a><b/>t<c/><b i="2"/></a>', 'b', '#NULL#', '#1'], '<b i="2"/>'],
  ['XMLBody', ['<a><b/>t<c/><b i="2"/></a>', 'b', '#NULL#', '#2'], '#NULL#'],
  ['XMLBody', ['<a><b/>t<c/><b i="2"/></a>', '#NULL#', '#NULL#', '#1'], '<c/>'],
  ['XMLBody', ['<a xmlns:p="u"><b/><p:b/></a>', 'b', 'u'], '<p:b/>'],
  ['XMLBody', ['<a xmlns="u"><b xmlns="w"/><b/></a>', 'b', 'u'], '<b/>'],
  ['XMLBody', ['<a><b/></a>', 'B'], '#NULL#'],
  ['XMLBody', ['a', 'b'], 'exception bad-argument'],
  ['ObjectToString', ['#NULL#'], '"#null#"'],
  ['ObjectToString', ['(a,#1)'], '"(a,#1)"'],
  ['ToObject', ['"(a,#1)"'], '(a,#1)'],
  ['ToObject', ['"#null#"'], '#NULL#'],
  ['ToObject', ['"{a=#NULL#;b=1;}"'], '{b=1;}'],
  ['ToObject', ['"a b"'], '#NULL#'],
  ['ToObject', ['"<a>1</a>"'], '<a>1</a>'],
  ['ToObject', ['<object type="number">5</object>'], '#5'],
  ['ToObject', ['#5'], 'exception bad-argument'],
  ['JSONToObject', ['"[1,true,null]"'], '(#1,YES,#NULL#)'],
  ['JSONToObject', ['#5'], 'exception bad-argument'],
  ['Base64Encode', ['abc'], 'YWJj'],
  ['Base64Encode', ['#5'], 'exception bad-argument'],
  ['Base64Decode', ['"YW Jj"'], '[YWJj]'],
  ['Base64Decode', ['[]'], 'exception bad-argument'],
];

const procedures: [name: string, args: string[], changed: string][] = [
  ['AddElement', ['(a)', 'b'], '(a,b)'],
  ['AddElement', ['<a/>', 'b'], '<a>b</a>'],
  ['AddElement', ['<a/>', '<b/>'], '<a><b/></a>'],
  ['AddElement', ['<a/>', '#5'], 'exception bad-argument'],
  ['AddElement', ['{}', '#5'], 'exception bad-argument'],
  ['AddElement', ['#NULL#', '#5'], 'exception bad-argument'],
  ['RemoveElement', ['(a,b,c)', '#1'], '(a,c)'],
  ['RemoveElement', ['(a,b,c)', '2'], '(a,b)'],
  ['RemoveElement', ['(a)', '#1'], 'exception bad-range'],
  ['RemoveElement', ['(a)', '#-1'], 'exception bad-range'],
  ['RemoveElement', ['(a)', 'x'], 'exception bad-argument'],
  ['RemoveElement', ['{}', '#0'], 'exception bad-argument'],
  ['InsertElement', ['(a,b)', '#1', 'x'], '(a,x,b)'],
  ['InsertElement', ['(a,b)', '#2', 'x'], '(a,b,x)'],
  ['InsertElement', ['(a,b)', '#3', 'x'], 'exception bad-range'],
  ['InsertElement', ['a', '#0', 'x'], 'exception bad-argument'],
  ['SortStrings', ['(b,A,a,C)'], '(A,a,b,C)'],
  ['SortStrings', ['(b,c,a)'], '(a,b,c)'],
  ['SortStrings', ['("É",f,"é",e)'], '(e,f,"É","é")'],
  ['SortStrings', ['(a,#5)'], 'exception bad-argument'],
  ['SortStrings', ['a'], 'exception bad-argument'],
  ['SetCaseSensitive', ['{B=1;a=2;}', '#NULL#'], '{a=2;B=1;}'],
  ['SetCaseSensitive', ['{A=1;a=2;}', '#NULL#'], '{A=1;}'],
  ['SetCaseSensitive', ['{B=1;a=2;}', 'YES'], '{B=1;a=2;}'],
  ['SetCaseSensitive', ['()', 'YES'], 'exception bad-argument'],
  ['SetNamespace', ['<a/>', '"urn:x"', 'p'], '<a xmlns:p="urn:x"/>'],
  ['SetNamespace', ['<a xmlns="u"/>', '#NULL#'], '<a/>'],
  ['SetNamespace', ['<a xmlns="u"/>', 'w'], '<a xmlns="w"/>'],
  ['SetNamespace', ['a', 'w'], 'exception bad-argument'],
  ['SetAttribute', ['<a/>', 'v', 'n'], '<a n="v"/>'],
  ['SetAttribute', ['<a n="v"/>', '#NULL#', 'n'], '<a/>'],
  ['SetAttribute', ['<a/>', 'v', 'n', 'p'], '<a p:n="v"/>'],
  ['SetAttribute', ['<a/>', '#5', 'n'], '<a/>'],
  ['SetAttribute', ['<a/>', 'v', '"n="'], 'exception bad-xml-name'],
  ['SetAttribute', ['a', 'v', 'n'], 'exception bad-argument'],
];

describe('built-ins over values', () => {
  it.each(functions)('%s(%j) gives %s', (name, args, result) => {
    expect(outcome(name, args.map(v), false)).toBe(result);
  });

  it.each(procedures)('%s(%j) makes %s', (name, args, changed) => {
    expect(outcome(name, args.map(v), true)).toBe(encodeUtf8(changed));
  });

  it('Same knows one object', () => {
    const array: Value = [];
    expect(call('Same', array, array)).toBe('YES');
  });

  it('an element that moves takes the bindings of its new parents', () => {
    const outer = v('<a xmlns:p="u"><p:b/></a>');
    const inner = call('XMLBody', outer, 'b');
    const other = v('<z xmlns:p="w"/>');
    call('AddElement', other, inner);
    expect(call('XMLBody', other, 'b', 'u')).toBeNull();
    expect(call('XMLBody', other, 'b', 'w')).toBe(inner);
  });
});
