/** What programs see of requests and do to answers (cgpl.md 13, 14.23, 14.24; webapp.md A, B, E), byte for byte. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../host/objects/api.js';
import { MAIN, startTestServer, type TestServer } from '../host/server/harness.js';

const server: TestServer = await startTestServer();
const port = Number(new URL(server.server.address('HTTPU').url).port);
beforeAll(async () => {
  await server.put(PROGRAMS);
  await server.put(
    { 'sys.wcgp': PROGRAMS['sys.wcgp'] ?? '', 'who.wcgp': PROGRAMS['who.wcgp'] ?? '' },
    '',
    '',
  );
  await server.server.objects.skins.create(SYSTEM, MAIN, 'Latin');
  const { 'page.wcgp': page = '', 'p1.wssp': p1 = '' } = PROGRAMS;
  await server.put({ 'page.wcgp': page, 'p1.wssp': p1, 'strings.data': '{Charset="iso-8859-1";}' }, 'Latin');
});
afterAll(() => server.stop());

function raw(text: string | Buffer): Promise<string> {
  return new Promise(resolve => {
    const s = connect(port, '127.0.0.1');
    let out = '';
    s.on('data', d => {
      out += d.toString('latin1');
    });
    s.on('close', () => resolve(out));
    s.on('error', () => resolve(out));
    s.write(text);
  });
}
const req = (method: string, path: string, head: string[] = [], body = ''): Promise<string> =>
  raw(
    Buffer.from(
      [
        `${method} ${path} HTTP/1.1`,
        ...(head.some(h => /^host:/i.test(h)) ? [] : [`Host: ${MAIN}:${port}`]),
        'Connection: close',
        ...(body ? [`Content-Length: ${Buffer.byteLength(body, 'latin1')}`] : []),
        ...head,
        '',
        body,
      ].join('\r\n'),
      'latin1',
    ),
  );

const basic = (name: string): string =>
  `Authorization: Basic ${Buffer.from(`${name}:${server.server.firstPassword ?? ''}`).toString('base64')}`;
const login = (username: string, host: string): Promise<string> =>
  req(
    'POST',
    '/',
    [`Host: ${host}`, 'Content-Type: application/x-www-form-urlencoded'],
    new URLSearchParams({ username, password: server.server.firstPassword ?? '' }).toString(),
  );

const PROGRAMS: Readonly<Record<string, string>> = {
  'get.wcgp': `entry Main is r = NewArray(); n = 0; while GetHTTPParameter("a", n) loop r[n] = GetHTTPParameter("a", n); n += 1; end loop; SetHTTPResponseData(ObjectToString(r)); end entry;`,
  'info.wcgp': `entry Main is d = NewDictionary(); d.url = GetHTTPField(""); d.query = GetHTTPQuery(); d.res = GetHTTPResource(); d.method = GetHTTPMethod(); d.type = GetHTTPType(); d.sub = GetHTTPSubtype(); d.host = GetHTTPField("Host"); d.port = GetHTTPField("Port"); d.schema = GetHTTPField("Schema"); d.ua = GetHTTPField("User-Agent"); d.ck = GetHTTPField("cookie"); d.acc = GetHTTPField("Accept"); d.ref = GetHTTPField("Referer"); d.au = GetHTTPField("Authorization"); d.dst = GetHTTPField("Destination"); d.ip = RemoteIPAddress(); d.px = ProxiedIPAddress(); SetHTTPResponseData(ObjectToString(d)); end entry;`,
  'data.wcgp': `entry Main is x = GetHTTPData(); SetHTTPResponseData((ObjectClass(x) || "null") + ":" + ObjectToString(x)); end entry;`,
  'bin.wcgp': `entry Main is x = GetHTTPBinaryParameter("f"); y = GetHTTPBinaryParameter("f", 1); SetHTTPResponseData(ObjectToString(x) + ObjectToString(y) + ObjectToString(GetHTTPParameter("f"))); end entry;`,
  'out.wcgp': `entry Main is k = GetHTTPParameter("k");
    if k == "str" then SetHTTPResponseData("é"); elif k == "dict" then d = NewDictionary(); d.a = 1; SetHTTPResponseData(d); elif k == "xml" then SetHTTPResponseData(NewXML("a")); elif k == "data" then SetHTTPResponseData(Convert("x", "utf-8"));
    elif k == "num" then SetHTTPResponseData(5); elif k == "null" then SetHTTPResponseData(null); elif k == "arr" then SetHTTPResponseData(NewArray());
    elif k == "code" then SetHTTPResponseCode(Number(GetHTTPParameter("c"))); elif k == "codes" then SetHTTPResponseCode(GetHTTPParameter("c")); elif k == "codeb" then SetHTTPResponseCode(GetHTTPParameter("c")); SetHTTPResponseData("body");
    elif k == "field" then AddHTTPResponseField(GetHTTPParameter("n"), GetHTTPParameter("v")); elif k == "two" then AddHTTPResponseField("X-A", "1"); AddHTTPResponseField("X-A", "2"); SetHTTPResponseData("x");
    elif k == "type" then SetHTTPResponseType("application", "json"); SetHTTPResponseData("[]"); elif k == "typeonly" then SetHTTPResponseType("text", "plain"); elif k == "badtype" then SetHTTPResponseType("te xt", "plain"); SetHTTPResponseData("x");
    elif k == "twice" then SetHTTPResponseData("a"); SetHTTPResponseData("b"); elif k == "unset" then SetHTTPResponseData("a"); SetHTTPResponseData(null); elif k == "empty" then SetHTTPResponseData(""); elif k == "exc" then SetHTTPResponseData("a"); x = Invert(null); elif k == "stop" then SetHTTPResponseData("a"); stop; elif k == "none" then Void(1); elif k == "204" then SetHTTPResponseCode(204); elif k == "304" then SetHTTPResponseCode(304); elif k == "ctype" then AddHTTPResponseField("Content-Type", "text/csv"); SetHTTPResponseData("x"); elif k == "ctypes" then AddHTTPResponseField("content-type", "text/csv"); SetHTTPResponseType("text", "plain"); SetHTTPResponseData("x"); elif k == "sess" then SetHTTPResponseData(ObjectToString(SessionData())); elif k == "loc" then SetHTTPResponseCode(302); AddHTTPResponseField("Location", "/x"); end if; end entry;`,
  'deep.wcgp': `function f(n) is if n == 0 then return 0; end if; Void(ReadStorageFile("x")); return 1 + f(n - 1); end function; function g(n) is return n == 0 ? 0 : 1 + g(n - 1); end function; entry Main is SetHTTPResponseData(String(f(1000)) + " " + String(g(4000))); end entry;`,
  'cont.wcgp': `entry Main is r = SendHTTPContinue(); x = GetHTTPData(); SetHTTPResponseData(ObjectToString(r) + "|" + String(Length(x)) + "|" + ObjectToString(SendHTTPContinue())); end entry;`,
  'page.wcgp': `entry Main is d = NewDictionary(); d.v = "<é>"; d.serverName = "mine"; if GetHTTPParameter("cs") then d.charset = GetHTTPParameter("cs"); end if; ProcessWSSP(GetHTTPParameter("p"), d); if GetHTTPParameter("ct") then AddHTTPResponseField("Content-Type", GetHTTPParameter("ct")); end if; if GetHTTPParameter("t") then SetHTTPResponseData(ObjectToString(d.domainName) + ObjectToString(d.filesRef) + ObjectToString(d.secureChannel)); end if; end entry;`,
  'noentry.wcgp': `procedure p() is end procedure;`,
  'sys.wcgp': `entry sysEntry is SetHTTPResponseData("sys:" + ObjectToString(MyEmail()) + GetHTTPField("")); end entry;`,
  'who.wcgp': `entry Main is SetHTTPResponseData(ObjectToString(MyEmail()) + ObjectToString(MyDomain()) + ObjectToString(Vars())); end entry;`,
  'ext.wcgp': `function m::f(x) external; function g(x) external; procedure miss(x) external; entry Main is if GetHTTPParameter("m") then miss(1); end if; SetHTTPResponseData(m::f("1") + g("2") + FuncCall("m::f", "3") + FuncCall("G", "4")); end entry;`,
  'm.wcgi': `function f(x) is return "<" + x + ">"; end function; function h(x) is return x; end function;`,
  'g.wcgi': `function G(x) is return h(x); end function; function h(x) is return "(" + x + ")"; end function;`,
  'p1.wssp': `%%HTML:v%%|%%serverName%%|%%domainName%%|%%filesRef%%`,
  'red.wssp': `<REDIRECT>  http://x.test/a?b  \nrest`,
  'rel.wssp': `<RELREDIRECT>/y\nrest`,
  'plain.txt': 'hello world',
  'hidden.data': '{a=b;}',
};

type Check = RegExp | ((answer: string) => boolean);
/** Name, request, status or status line, and what the answer holds. */
type Case = readonly [string, () => Promise<string>, number | RegExp, ...Check[]];

const CASES: readonly Case[] = [
  ['a thousand calls in each other', () => req('GET', '/deep.wcgp'), 200, /\r\n\r\n.*1000 4000/s],
  [
    'params order url first',
    () =>
      req(
        'POST',
        '/get.wcgp?a=1&a=%C3%A9',
        ['Content-Type: application/x-www-form-urlencoded'],
        'a=3&b=x&a=4+5%2B',
      ),
    200,
    /\r\n\r\n.*\(1,"\xc3\xa9",3,"4 5\+"\)/,
  ],
  ['empty param', () => req('GET', '/get.wcgp?a=&a'), 200, /\(""(,"")?\)/],
  [
    'form charset',
    () =>
      req(
        'POST',
        '/get.wcgp',
        ['Content-Type: application/x-www-form-urlencoded'],
        'FormCharset=iso-8859-1&a=%E9',
      ),
    200,
    /\("\xc3\xa9"\)/,
  ],
  [
    'form charset in url',
    () =>
      req(
        'POST',
        '/get.wcgp?FormCharset=windows-1251',
        ['Content-Type: application/x-www-form-urlencoded'],
        'a=%FF',
      ),
    200,
    /\("\xd1\x8f"\)/,
  ],
  [
    'crlf to eol',
    () => req('POST', '/get.wcgp', ['Content-Type: application/x-www-form-urlencoded'], 'a=x%0D%0Ay%0Dz%0Aw'),
    200,
    /\("x\\ey\\ez\\ew"\)/,
  ],
  [
    'multipart',
    () =>
      req(
        'POST',
        '/get.wcgp',
        ['Content-Type: multipart/form-data; boundary=XX'],
        '--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\ntwo\r\n--XX\r\nContent-Disposition: form-data; name="a"; filename="q.txt"\r\nContent-Type: text/plain\r\n\r\nfile\r\n--XX--\r\n',
      ),
    200,
    /\("one\\etwo",file\)/,
  ],
  [
    'multipart binary',
    () =>
      req(
        'POST',
        '/bin.wcgp',
        ['Content-Type: multipart/form-data; boundary="XX"'],
        '--XX\r\nContent-Disposition: form-data; name="f"; filename="q.bin"\r\n\r\n\x00\xff\r\n--XX\r\nContent-Disposition: form-data; name=f\r\n\r\nq\r\n--XX--',
      ),
    200,
    /\[AP8=\]\[cQ==\]/,
  ],
  ['binary missing', () => req('GET', '/bin.wcgp'), 200, /#null##null##null#/],
  [
    'broken multipart',
    () =>
      req(
        'POST',
        '/get.wcgp',
        ['Content-Type: multipart/form-data; boundary=XX'],
        '--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\none',
      ),
    400,
  ],
  ['multipart no boundary', () => req('POST', '/get.wcgp', ['Content-Type: multipart/form-data'], 'x'), 400],
  [
    'info',
    () =>
      req('GET', '/Info.WCGP/some/Path?x=1&y', [
        'User-Agent: UA',
        'Cookie: c=1',
        'Accept: z',
        'Referer: r',
        'Destination: d',
      ]),
    200,
    /ck="c=1"/,
    /dst=d;/,
    /host="?main.test"?;/,
    /ip=#I\[127.0.0.1\]:?\d*;/,
    /method=GET/,
    /query="x=1&y"/,
    /ref=r/,
    /res="\/Info.WCGP\/some\/Path\?x=1&y"/,
    /schema=http;/,
    /ua=UA/,
    /url="\/Info.WCGP\/some\/Path"/,
    s => !/acc=|type=|sub=|px=/.test(s),
  ],
  ['info cookies', () => req('GET', '/info.wcgp', ['Cookie: c=1', 'cookie: d=2']), 200, /ck="c=1; d=2"/],
  ['info port', () => req('GET', '/info.wcgp', ['Host: main.test']), 200, /port=#80/],
  ['info port2', () => req('GET', '/info.wcgp', ['Host: main.test:8443']), 200, /port=#8443/],
  ['host ip6', () => req('GET', '/info.wcgp', ['Host: [::1]:99']), 200, /port=#99/, /host="\[::1\]"/],
  ['query empty', () => req('GET', '/info.wcgp?'), 200, s => !/query=x/.test(s)],
  [
    'post no body',
    () => req('POST', '/info.wcgp', ['Content-Length: 0']),
    200,
    /method=POST/,
    s => !/type=/.test(s),
  ],
  [
    'data text',
    () => req('POST', '/data.wcgp', ['Content-Type: text/plain; charset=iso-8859-1'], '\xe9'),
    200,
    /STString:"\xc3\xa9"/,
  ],
  [
    'data text utf8',
    () => req('POST', '/data.wcgp', ['Content-Type: text/plain'], '\xc3\xa9'),
    200,
    /STString:"\xc3\xa9"/,
  ],
  [
    'data xml',
    () => req('POST', '/data.wcgp', ['Content-Type: text/xml'], '<?xml version="1.0"?><a b="1"/>'),
    200,
    /STXML:<a b="1"\/>/,
  ],
  [
    'data +xml',
    () => req('POST', '/data.wcgp', ['Content-Type: application/x+xml'], '<a/>'),
    200,
    /STXML:<a\/>/,
  ],
  ['data badxml', () => req('POST', '/data.wcgp', ['Content-Type: text/xml'], '<a>'), 200, /null:#null#/],
  [
    'data json',
    () => req('POST', '/data.wcgp', ['Content-Type: application/json'], '[1]'),
    200,
    /STData:\[WzFd\]/,
  ],
  ['data none', () => req('GET', '/data.wcgp'), 200, /null:#null#/],
  [
    'data unknown charset',
    () => req('POST', '/data.wcgp', ['Content-Type: text/plain; charset=zzz'], 'x'),
    200,
    /null:#null#/,
  ],
  ['data notype', () => req('POST', '/data.wcgp', [], 'x'), 200, /STData:\[eA==\]/],
  [
    'xml charset',
    () => req('POST', '/data.wcgp', ['Content-Type: text/xml; charset=iso-8859-1'], '<a>\xe9</a>'),
    200,
    /<a>\xc3\xa9<\/a>/,
  ],
  [
    'xml decl',
    () =>
      req(
        'POST',
        '/data.wcgp',
        ['Content-Type: application/xml'],
        '<?xml version="1.0" encoding="iso-8859-1"?><a>\xe9</a>',
      ),
    200,
    /<a>\xc3\xa9<\/a>/,
  ],
  [
    'chunked',
    () =>
      raw(
        `POST /data.wcgp HTTP/1.1\r\nHost: ${MAIN}\r\nConnection: close\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n`,
      ),
    200,
    /STString:abc/,
  ],
  [
    'out str',
    () => req('GET', '/out.wcgp?k=str'),
    200,
    /content-type: text\/html; ?charset=utf-8/i,
    /\r\n\r\n\xc3\xa9$/,
  ],
  ['out dict', () => req('GET', '/out.wcgp?k=dict'), 200, /text\/plain; ?charset=utf-8/i, /\{a=#1;\}$/],
  ['out xml', () => req('GET', '/out.wcgp?k=xml'), 200, /text\/xml; ?charset=utf-8/i, /<a\/>$/],
  ['out data', () => req('GET', '/out.wcgp?k=data'), 200, /application\/octet-stream/i, /\r\n\r\nx$/],
  ['num ignored', () => req('GET', '/out.wcgp?k=num'), 404],
  ['null', () => req('GET', '/out.wcgp?k=null'), 404],
  ['arr', () => req('GET', '/out.wcgp?k=arr'), 404],
  ['none', () => req('GET', '/out.wcgp?k=none'), 404],
  ['empty', () => req('GET', '/out.wcgp?k=empty'), 200, /content-length: 0/i],
  ['code', () => req('GET', '/out.wcgp?k=code&c=201'), 201],
  ['code 199 ignored', () => req('GET', '/out.wcgp?k=code&c=199'), 404],
  ['code 999', () => req('GET', '/out.wcgp?k=code&c=999'), 999],
  ['code 1000', () => req('GET', '/out.wcgp?k=code&c=1000'), 404],
  ['codes', () => req('GET', '/out.wcgp?k=codes&c=418-I%20am'), /^HTTP\/1.1 418 I am\r/],
  ['codes none', () => req('GET', '/out.wcgp?k=codeb&c=Broken'), /^HTTP\/1.1 500 Broken\r/, /body$/],
  ['codes crlf', () => req('GET', '/out.wcgp?k=codes&c=418-a%0D%0AX-Evil:1'), /./, s => !/^X-Evil/m.test(s)],
  ['codes short', () => req('GET', '/out.wcgp?k=codes&c=41-x'), /^HTTP\/1.1 500 41-x/],
  ['codes plain', () => req('GET', '/out.wcgp?k=codes&c=404'), /^HTTP\/1.1 500 404/],
  ['codes 099', () => req('GET', '/out.wcgp?k=codes&c=099-x'), /^HTTP\/1.1 (500|404)/],
  ['codes utf8', () => req('GET', '/out.wcgp?k=codes&c=400-%C3%A9'), /^HTTP\/1.1 400 /],
  ['field', () => req('GET', '/out.wcgp?k=field&n=X-B&v=v%20w'), 200, /^x-b: v w\r$/im],
  [
    'field crlf',
    () => req('GET', '/out.wcgp?k=field&n=X-B&v=v%0D%0AX-Evil:1'),
    /./,
    s => !/^X-Evil/m.test(s),
  ],
  ['field bad name', () => req('GET', '/out.wcgp?k=field&n=X%20B&v=v'), /^HTTP\/1.1 [2-5]/],
  ['two', () => req('GET', '/out.wcgp?k=two'), 200, s => (s.match(/^x-a:/gim) ?? []).length === 2],
  ['field utf8', () => req('GET', '/out.wcgp?k=field&n=X-B&v=%C3%A9'), 200, /^x-b: \xc3\xa9\r$/im],
  ['type', () => req('GET', '/out.wcgp?k=type'), 200, /content-type: application\/json\r/i],
  ['typeonly', () => req('GET', '/out.wcgp?k=typeonly'), /^HTTP\/1.1 (200|404)/],
  ['badtype', () => req('GET', '/out.wcgp?k=badtype'), /^HTTP\/1.1 [25]00/, s => !/te xt/.test(s)],
  ['twice', () => req('GET', '/out.wcgp?k=twice'), 200, /\r\n\r\nb$/],
  ['exc', () => req('GET', '/out.wcgp?k=exc'), 500, s => !/\r\n\r\na$/.test(s)],
  ['stop', () => req('GET', '/out.wcgp?k=stop'), 200, /\r\n\r\na$/],
  ['204', () => req('GET', '/out.wcgp?k=204'), 204],
  ['304', () => req('GET', '/out.wcgp?k=304'), 304],
  [
    'ctype',
    () => req('GET', '/out.wcgp?k=ctype'),
    200,
    s => (s.match(/^content-type:/gim) ?? []).length === 1,
    /^content-type: text\/csv\r$/im,
  ],
  ['type after ctype', () => req('GET', '/out.wcgp?k=ctypes'), 200, /^content-type: text\/plain\r$/im],
  [
    'ctype of a page',
    () => req('GET', '/page.wcgp?p=p1&ct=text/x-own'),
    200,
    /^content-type: text\/x-own\r$/im,
  ],
  ['sess', () => req('GET', '/out.wcgp?k=sess'), 200, /#null#/],
  ['loc', () => req('GET', '/out.wcgp?k=loc'), 302, /^location: \/x\r$/im],
  ['head', () => req('HEAD', '/out.wcgp?k=str'), 200, /content-length: 2\r/i, /\r\n\r\n$/],
  ['head file', () => req('HEAD', '/plain.txt'), 200, /content-length: 11/i, /\r\n\r\n$/],
  [
    'range',
    () => req('GET', '/plain.txt', ['Range: bytes=6-']),
    206,
    /content-range: bytes 6-10\/11/i,
    /world$/,
  ],
  ['range bad', () => req('GET', '/plain.txt', ['Range: bytes=50-']), 416, /content-range: bytes \*\/11/i],
  ['range suffix', () => req('GET', '/plain.txt', ['Range: bytes=-3']), 206, /rld$/],
  [
    'etag',
    async () => {
      const e = /etag: (.*)\r/i.exec(await req('GET', '/plain.txt'))?.[1] ?? '';
      return req('GET', '/plain.txt', [`If-None-Match: ${e}`]);
    },
    304,
  ],
  ['put file', () => req('PUT', '/plain.txt', [], 'x'), 405, /^allow: /im],
  ['delete root', () => req('DELETE', '/'), 405],
  ['options', () => req('OPTIONS', '/plain.txt'), /^HTTP\/1.1 (200|204|405)/],
  ['delete prog', () => req('DELETE', '/info.wcgp'), 405, /^allow: GET, HEAD, POST\r$/im],
  ['session put', () => req('PUT', '/Session/xxx/info.wcgp'), 405],
  ['patch lower', () => req('patch', '/info.wcgp'), /^HTTP\/1.1 (400|200|405|501)/],
  ['data file', () => req('GET', '/hidden.data'), 404],
  ['wcgi', () => req('GET', '/m.wcgi'), 404],
  ['wssp', () => req('GET', '/p1.wssp'), 404],
  ['noentry', () => req('GET', '/noentry.wcgp'), 500],
  ['missing', () => req('GET', '/nope.wcgp'), 404],
  ['slashes', () => req('GET', '//plain.txt'), 200],
  ['case', () => req('GET', '/PLAIN.TXT'), 200],
  ['pct', () => req('GET', '/pl%61in.txt'), 200],
  ['badpct', () => req('GET', '/pl%zzin.txt'), /^HTTP\/1.1 40[04]/],
  ['dotdot', () => req('GET', '/../plain.txt'), /^HTTP\/1.1 (200|40[04])/],
  ['abs uri', () => req('GET', `http://${MAIN}/plain.txt`), 200],
  ['ext', () => req('GET', '/ext.wcgp'), 200, /<1>\(2\)<3>\(4\)$/],
  ['ext missing', () => req('GET', '/ext.wcgp?m=1'), 500],
  ['who', () => req('GET', '/who.wcgp'), 200, /#null#"?main.test"?\{\}$/],
  ['sys without entry', () => req('GET', '/sys/who.wcgp'), /^HTTP\/1.1 (404|500)/],
  ['sys', () => req('GET', '/sys/sys.wcgp/x'), 200, /sys:"?postmaster@main.test"?\/sys\/sys.wcgp\/x$/],
  ['auth none', () => req('GET', '/auth/who.wcgp'), 401, /www-authenticate: Basic/i],
  ['auth bad', () => req('GET', '/auth/who.wcgp', ['Authorization: Basic YTpi']), 401],
  [
    'page',
    () => req('GET', '/page.wcgp?p=p1'),
    200,
    /text\/html; ?charset=utf-8/i,
    /&lt;\xc3\xa9&gt;\|mine\|main.test\|\/SkinFiles\/main.test\/\/$/,
  ],
  ['page case', () => req('GET', '/page.wcgp?p=P1'), 200],
  [
    'page charset',
    () => req('GET', '/page.wcgp?p=p1&cs=iso-8859-1'),
    200,
    /charset=iso-8859-1/i,
    /&lt;\xe9&gt;/,
  ],
  ['page missing', () => req('GET', '/page.wcgp?p=nope'), 500],
  ['page red', () => req('GET', '/page.wcgp?p=red'), 301, /^location: http:\/\/x.test\/a\?b\r$/im],
  [
    'page rel',
    () => req('GET', '/page.wcgp?p=rel'),
    301,
    new RegExp(`^location: http://main.test:${port}/y\r$`, 'im'),
  ],
  [
    'page elements',
    () => req('GET', '/page.wcgp?p=p1&t=1'),
    200,
    /"?main.test"?"\/SkinFiles\/main.test\/\/"#null#$/,
  ],
  [
    'continue',
    () =>
      raw(
        `POST /cont.wcgp HTTP/1.1\r\nHost: ${MAIN}\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc`,
      ),
    /100 Continue/,
    /#null#\|3\|/,
  ],
  ['continue no expect', () => req('POST', '/cont.wcgp', ['Content-Type: text/plain'], 'abc'), 200, /\|3\|/],
  [
    'expect, no call',
    () =>
      raw(
        `POST /info.wcgp HTTP/1.1\r\nHost: ${MAIN}\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc`,
      ),
    /HTTP\/1.1 200/,
  ],
  ...['h2c', 'TLS/1.3, HTTP/3.0'].flatMap((other): Case[] => [
    [
      `an offer of ${other}`,
      () =>
        raw(`GET /plain.txt HTTP/1.1\r\nHost: ${MAIN}\r\nConnection: Upgrade\r\nUpgrade: ${other}\r\n\r\n`),
      200,
      /^connection: close\r$/im,
      /hello world$/,
    ],
    [
      `an offer of ${other} with a body`,
      () =>
        raw(
          `POST /data.wcgp HTTP/1.1\r\nHost: ${MAIN}\r\nContent-Type: text/plain\r\nConnection: Upgrade\r\nUpgrade: ${other}\r\nContent-Length: 3\r\n\r\nabc`,
        ),
      200,
      /STString:abc$/,
    ],
  ]),
  [
    'a WebSocket that nobody wants',
    () =>
      raw(`GET /plain.txt HTTP/1.1\r\nHost: ${MAIN}\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n\r\n`),
    400,
  ],
  ['expect other', () => req('GET', '/info.wcgp', ['Expect: zzz']), 417],
  ['list', () => req('GET', '/List/'), 200],
  ['list missing', () => req('GET', '/List/nope/'), 404],
  ['default', () => req('GET', '/default.html'), 200],
  ['session none', () => req('GET', '/Session/123-abc/hello.wssp'), 200],
  [
    'skinfiles',
    () => req('GET', '/SkinFiles/main.test//plain.txt'),
    200,
    /cache-control: .*max-age/i,
    /last-modified/i,
  ],
  ['skinfiles server', () => req('GET', '/SkinFiles///nope.txt'), 404],
  [
    'absolute target',
    () => req('GET', 'http://main.test:99/info.wcgp', ['Host: other.test:98']),
    200,
    /host="?main.test"?;/,
    /port=#99;/,
  ],
  [
    'login by a short name at a host that is no domain',
    () => login('postmaster', 'other.test'),
    200,
    s => !/^location:/im.test(s),
  ],
  [
    'login by a full name there',
    () => login(`postmaster@${MAIN}`, 'other.test'),
    302,
    /^location: \/Session\//im,
  ],
  [
    'HTTP authentication by a short name there',
    () => req('GET', '/auth/who.wcgp', ['Host: other.test', basic('postmaster')]),
    401,
  ],
  [
    'HTTP authentication by a full name there',
    () => req('GET', '/auth/who.wcgp', ['Host: other.test', basic(`postmaster@${MAIN}`)]),
    200,
    /postmaster@main.test/,
  ],
  [
    'charset of a skin, in another letter case than that of the stock skin',
    () => req('GET', '/page.wcgp?p=p1&Skin=Latin'),
    200,
    /content-type: text\/html; ?charset=iso-8859-1/i,
    /&lt;\xe9&gt;/,
  ],
  ['host unknown', () => req('GET', '/plain.txt', ['Host: other.test']), /^HTTP\/1.1 (404|200)/],
  ['no host', () => raw('GET /plain.txt HTTP/1.1\r\nConnection: close\r\n\r\n'), 400],
  ['http10', () => raw('GET /info.wcgp HTTP/1.0\r\n\r\n'), 200],
  ['skin param', () => req('GET', '/plain.txt?skin=zzz'), /^HTTP\/1.1 (200|404)/],
  ['long uri', () => req('GET', `/${'a'.repeat(9000)}`), /^HTTP\/1.1 (404|414|431)/],
  ['proxied', () => req('GET', '/info.wcgp', ['X-Forwarded-For: 9.9.9.9']), 200, s => !/px=/.test(s)],
];

describe('programs over HTTP', () => {
  const rows = CASES.map(([name, ask, status, ...checks]) => ({ name, ask, status, checks }));
  it.each(rows)('$name', async ({ ask, status, checks }) => {
    const answer = await ask();
    if (typeof status === 'number')
      expect(answer.split('\r\n')[0]).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
    else expect(answer).toMatch(status);
    for (const check of checks) {
      if (typeof check === 'function') expect(check(answer)).toBe(true);
      else expect(answer).toMatch(check);
    }
  });
});
