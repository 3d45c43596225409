import { describe, expect, test } from 'vitest';
import { dictPut, newDict } from '../../../stdlib/values/dict.js';
import { makeData } from '../../../stdlib/values/make.js';
import type { Value } from '../../../stdlib/values/types.js';
import { decodeUtf8, encodeUtf8 } from '../../../stdlib/values/utf8.js';
import { pageResponse } from '../../../stdlib/wssp/response/response.js';
import { dictOfText } from '../../conformance/kinds/wssp.js';
import { renderPage, type World } from './support/render.js';

function render(files: string | Record<string, string>, data: string, world: World = {}): string {
  const all = typeof files === 'string' ? { 'a.wssp': files } : files;
  return decodeUtf8(renderPage('a.wssp', all, dictOfText(data), world));
}

const loop = (list: string, body: string): string => `<!--%%FOREACH x IN ${list}-->${body}<!--%%ENDFOR-->`;

describe('expressions', () => {
  test.each([
    ['%%a & b%%|%%a & z%%|%%z & a%%|%%a & b & c%%', '{a=1;b=2;c=3;}', '2|||3'],
    ['%%z | y | c%%%%(z | b) & c%%%%z OR b AND c%%', '{b=2;c=3;}', '333'],
    ['%%a && z || c%%', '{a=1;c=3;}', '3'],
    ['%%and%%%%In%%%%(or & using)%%%%With.arg%%', '{AND=1;In=2;or=3;using=4;with={Arg=5;};}', '1245'],
    ['%%EQUALS((a AND b) AND "2")%%', '{a=1;b=2;}', 'YES'],
    ['%%D."a b"%%%%D.("a" & "a b")%%%%D."\\""%%', '{D={"a b"=1;"\\""=2;};}', '112'],
    ['%%D.(n)%%%%D.(z)%%', '{D={"5"=five;};n=#5;}', 'five'],
    ['%%L["1"]%%%%L[-1]%%%%L["x"]%%%%L[z]%%%%L[99999999999]%%%%s[0]%%', '{L=(a,b);s=abc;}', 'b'],
    ['%%D[0]%%%%D[1]%%%%D[2]%%', '{D={b=2;B=1;};}', '12'],
    ['%%D.NAME%%%%D.Name%%%%D."ÄÖ"%%', '{D={name=1;nAME=0;"äö"=u;};}', '00u'],
    ['%%__proto__%%%%constructor%%%%x.toString%%%%D."__proto__"%%', '{x={};D={"__proto__"=p;};}', 'p'],
    [
      '%%9223372036854775807%%%%-9223372036854775808%%%%-0%%%%007%%',
      '{}',
      '9223372036854775807-922337203685477580807',
    ],
    ['%%EQUALS(n AND 9223372036854775807)%%', '{n=#9223372036854775807;}', 'YES'],
    ['%%"\\u\'20AC\'\\195\\169\\065\\e"%%', '{}', '€éA\n'],
  ] as [string, string, string][])('%j', (page, data, expected) => expect(render(page, data)).toBe(expected));

  test('keys of case-insensitive dictionaries', () => {
    const dict = newDict(false);
    dictPut(dict, 'Name', 'n');
    dictPut(dict, 'Age', 'a');
    const data = newDict();
    dictPut(data, 'd', dict);
    const page = `%%d.Name%%%%d.NAME%%%%d.name%%${loop('d', '%%KEY(x)%%=%%x[]%%;')}`;
    expect(renderPage('a.wssp', { 'a.wssp': page }, data)).toBe('nnnAge=a;Name=n;');
    expect(renderPage('a.wssp', { 'a.wssp': '%%NAME%%%%Age%%' }, dict)).toBe('na');
  });
});

describe('functions', () => {
  test.each([
    [
      '%%EQUALS((1) AND "1")%%%%EQUALS(L AND M)%%%%EQUALS(L AND "(a)")%%',
      '{L=(a,{k=#1;});M=(a,{k=1;});}',
      'YESYES',
    ],
    ['%%EQUALS(D AND E)%%%%EQUALS(D AND F)%%', '{D={a=1;};E={a=1;b=2;};F={a=#1;};}', 'YES'],
    [
      '%%EQUALSNOCASE("ÄÖß" AND "äöSS")%%%%EQUALSNOCASE("Σας" AND "ΣΑΣ")%%%%EQUALSNOCASE(L AND M)%%',
      '{L=(A);M=(a);}',
      'YESYESYES',
    ],
    ['%%EQUALS(NULL() AND z)%%%%EQUALS("" AND z)%%', '{}', 'YES'],
    ['%%YESNO("yes")%%%%YESNO(n)%%%%YESNO("NO")%%', '{n=#1;}', 'YES'],
    [
      '%%CONTAINS(5 IN L)%%%%CONTAINS(z IN L)%%%%CONTAINS("" IN "a")%%%%CONTAINS("K" IN D)%%',
      '{L=("5");D={k=1;};}',
      'YESYESYES',
    ],
    ['%%CONTAINS("2" IN 123)%%%%CONTAINS(z IN "abc")%%%%CONTAINS("a" IN z)%%', '{}', 'YES'],
    [
      '%%TRANSLATE(5 USING D)%%%%TRANSLATE("x" USING D)%%%%TRANSLATE("x" USING "y")%%%%TRANSLATE(z USING D)%%',
      '{D={"5"=five;};}',
      'fivexx',
    ],
    [
      '%%HASPARENTMAILBOX("a/b/c" IN L)%%%%HASPARENTMAILBOX("a/b" IN L)%%%%HASPARENTMAILBOX("c/d" IN L)%%',
      '{L=("a/b",{mailboxName=c;});}',
      'YESYES',
    ],
    [
      '%%ISNUMBER("5")%%%%ISNUMBER(5)%%%%ISNUMBER(9223372036854775807)%%%%ISDATA("")%%%%ISSTRING("")%%',
      '{}',
      'YESYESYES',
    ],
    ['%%CHECKED("")%%%%CHECKED(z)%%', '{}', 'CHECKED'],
    ['%%RANDOMELEMENT(L)%%%%RANDOMELEMENT(M)%%%%RANDOMELEMENT("x")%%', '{L=(a,b);M=();}', 'a'],
    ['%%EMPTYARRAY()%%%%EMPTYDICTIONARY()%%%%EMPTYSTRING()%%%%BOOLARRAY()%%', '{}', '(){}(NO,YES)'],
    ['%%INCLUDEARG()%%%%INCLUDEARG(3)%%%%INCLUDEARG(-1)%%%%INCLUDEARG("k")%%', '{}', ''],
    [
      '%%ISFIRST(x)%%%%ISLAST(x)%%%%ISEVEN(x)%%%%ISHALF(x)%%%%ISINDEX(x AND 0)%%%%INDEX(x)%%%%KEY(x)%%%%x[]%%',
      '{x=(1);}',
      '',
    ],
    [loop('L', '%%ISINDEX(x AND "1")%%%%ISINDEX(x AND z)%%%%INDEX(x[])%%'), '{L=(a,b);}', '0YES1'],
    ['%%NOT(NOT(a)) & EXISTS(a)%%%%EXISTS(NOT(a))%%', '{a=1;}', 'YES'],
  ] as [string, string, string][])('%j', (page, data, expected) => expect(render(page, data)).toBe(expected));

  test('texts', () => {
    const world = { strings: dictOfText('{S=s;N=#5;A=(a);D={k=v;};MonthNames=(one);}') };
    const page =
      '%%STRING("S")%%%%STRING("N")%%%%STRING("A")%%%%ARRAY("a")%%%%DICTIONARY("D").K%%%%STRING(z)%%%%MONTHNAMES()%%%%WEEKDAYS()[6]%%';
    expect(render(page, '{}', world)).toBe('s5(a)v(one)Sat');
  });
});

describe('loops', () => {
  test.each([
    ['%%ISHALF(x)%%', '{L=(a);}', ''],
    ['<!--%%IF ISHALF(x)-->|<!--%%ENDIF-->%%x[]%%', '{L=(1,2,3,4);}', '12|34'],
    ['%%x[]%%%%X[]%%', '{L=(a,#NULL#,(b),"");}', 'aa(b)(b)'],
    ['%%HTML:a%%%%x[].q%%%%STRING("S")%%', '{a="<";L=(1,2);}', '&lt;&lt;'],
    ['<!--%%FOREACH X IN x[]-->%%x[]%%%%X[]%%<!--%%ENDFOR-->', '{L=((1,2));}', '(1,2)1(1,2)2'],
    ['<!--%%FOREACH y IN x[]-->%%x[0][0]%%%%x[].k%%%%y[]%%<!--%%ENDFOR y-->', '{L=((1,2),{k=v;});}', '12vv'],
  ] as [string, string, string][])('%j', (body, data, expected) =>
    expect(render(loop('L', body), data)).toBe(expected),
  );

  test('parts use the loops of the page, and hide them', () => {
    const files = {
      'a.wssp':
        '<!--%%FOREACH x IN L--><!--%%FOREACH y IN M--><!--%%INCLUDE "p"-->;<!--%%ENDFOR--><!--%%ENDFOR-->%%x[]%%',
      p: '%%x[]%%%%Y[]%%%%INDEX(x)%%<!--%%IF ISLAST(y)-->L<!--%%ENDIF--><!--%%FOREACH x IN y[]-->%%x[]%%<!--%%INCLUDE "q"--><!--%%ENDFOR-->%%KEY(y)%%',
      q: '(%%x[]%%%%y[][0]%%)',
    };
    expect(render(files, '{L=(a,b);M={k=(1,2);m=z;};}')).toBe(
      'a(1,2)01(11)2(21)k;az0Lm;b(1,2)11(11)2(21)k;bz1Lm;',
    );
  });

  test('computed names are found after they are asked for', () => {
    const files = {
      'a.wssp': loop('L', '<!--%%INCLUDE x[] ARG x[],INDEX(x)-->'),
      'one.wssi': '1%%INCLUDEARG(1)%%',
      'two.wssi': '2%%INCLUDEARG()%%<!--%%INCLUDE "one.wssi" WITH "",z-->',
    };
    expect(render(files, '{L=("One.wssi","two.wssi","ONE.WSSI");}')).toBe('102two.wssi112');
  });
});

describe('prefixes', () => {
  const at = (text: string): string => `{t=${text};}`;
  test.each([
    ['%%DATE:t%% %%DATEAS("YY-MM-D Www ss"):t%%', at('#T01-01-0001'), '01-Jan-0001 01-01-1 Mon 00'],
    ['%%DATETIME:t%%', at('#T31-12-9999_23:59:59'), '31-Dec-9999 23:59:59'],
    ['%%DATEAS("D.MM.YYYY Www"):t%%', at('#T29-02-2000'), '29.02.2000 Tue'],
    ['[%%DATE:t%%]', at('#TPAST'), '[]'],
    ['%%DATE:t%%%%SIZE:t%%', at('#5'), '55'],
    ['%%DATEAS(z):t%%', at('#T01-01-2001'), ''],
    ['%%SIZE:t%%', at('#T01-01-2001'), '01-01-2001_00:00:00'],
    ['%%HTMLUSING("utf-8"):t%%', at('[w6k8]'), 'é&lt;'],
    ['%%HTMLUSING("iso-8859-1"):t%%%%HTMLUSING(z):t%%', at('[6TwA]'), 'é&lt;\0�&lt;\0'],
    ['%%HTMLUSING("koi8-r"):t%%', at('"<"'), '&lt;'],
    ['%%URL:t%%%%JAVASCRIPT:t%%', at('"a\'é\\001"'), "a%27%C3%A9%01a\\'é\\u0001"],
    ['%%HTMLSUBST(a,b,1,"<"):t%%', at('"^0^1^2^3^^0"'), '1&lt;^0'],
    ['[%%HTMLSUBST(1):z%%]', '{}', '[]'],
  ] as [string, string, string][])('%j of %s', (page, data, expected) =>
    expect(render(page, data)).toBe(expected),
  );

  test('formats, names and zone come from the world', () => {
    const strings = dictOfText(
      '{DateFormat="D/MM";TimeFormat="hh.mm";DatePast=never;MonthNames=("<1>");WeekDays=#5;}',
    );
    const world = { strings, host: { zoneOffset: (seconds: number) => (seconds > 0 ? 3600 : -3600) } };
    const page = '%%DATETIME:t%%|%%DATEAS("Mon Www hh"):u%%|%%DATE:p%%|%%DATEAS("x"):p%%';
    expect(render(page, '{t=#T31-01-2001_23:30:00;u=#T01-01-1970;p=#TPAST;}', world)).toBe(
      '1/02 00.30| Wed 23|never|never',
    );
  });

  test('zero bytes of datablocks are left out of texts', () => {
    const data = newDict();
    dictPut(data, 'b', makeData('a\0b') as Value);
    expect(renderPage('a.wssp', { 'a.wssp': '%%b%%%%HTML:b%%' }, data)).toBe('abab');
  });
});

describe('responses', () => {
  const options = { charset: null, secure: false, host: 'h' };
  test.each([
    ['<REDIRECT> /a b\t\r\nrest', '/a b'],
    ['<REDIRECT>', ''],
    ['<REDIRECT>/é\x01', '/%C3%A9%01'],
    ['<RELREDIRECT>/x\ry', 'http://h/x'],
  ])('%j', (page, location) => {
    expect(pageResponse(encodeUtf8(page), options)).toEqual({ status: 301, location });
  });

  test.each([[' <REDIRECT>/a'], ['<redirect>/a'], ['x<REDIRECT>/a'], ['<RELREDIRECT']])(
    '%j is a page',
    page => {
      expect(pageResponse(page, options).status).toBe(200);
    },
  );

  test.each([
    [null, 'text/html; charset=utf-8', 'é€'],
    ['UTF-8', 'text/html; charset=utf-8', 'é€'],
    ['no-such', 'text/html; charset=utf-8', 'é€'],
    ['base64', 'text/html; charset=utf-8', 'é€'],
    ['a\r\nb', 'text/html; charset=utf-8', 'é€'],
    ['ISO-8859-1', 'text/html; charset=iso-8859-1', '\xe9&#8364;'],
    ['shift_jis', 'text/html; charset=shift_jis', '&#233;&#8364;'],
  ])('charset %s', (charset, contentType, expected) => {
    const response = pageResponse(encodeUtf8('é€'), { ...options, charset });
    expect(response).toMatchObject({ status: 200, contentType });
    const body = response.status === 200 ? Buffer.from(response.body).toString('latin1') : '';
    expect(contentType.includes('utf-8') ? decodeUtf8(body) : body).toBe(expected);
  });

  test('pages for small devices', () => {
    expect(pageResponse('', { ...options, isWML: true })).toMatchObject({
      contentType: 'text/vnd.wap.wml; charset=utf-8',
    });
  });
});
