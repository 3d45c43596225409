/**
 * A working day of the clients in the compatibility contract (ximss.md 16.1), each with its habits on the wire: folders,
 * reading, answering, a contact, an appointment, a file, a command, and the end.
 */
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openXimssWorld, type XimssWorld } from '../conformance/ximss/world.js';
import { baseFixture } from './support.js';

let world: XimssWorld;
beforeAll(async () => {
  world = await openXimssWorld(baseFixture());
});
afterAll(async () => {
  await world.close();
  expect(world.failures).toEqual([]);
});

interface Reply {
  readonly status: number;
  readonly reason: string;
  readonly cookie: string | null;
  readonly body: string;
}

function http(method: string, path: string, headers: Record<string, string>, body = ''): Promise<Reply> {
  const bytes = Buffer.from(body);
  return new Promise((resolve, reject) => {
    const length = bytes.length > 0 ? { 'Content-Length': String(bytes.length) } : {};
    const outgoing = request(
      {
        port: world.httpPort,
        host: '127.0.0.1',
        method,
        path,
        headers: { Host: 'example.test', ...headers, ...length },
      },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', part => {
          text += part;
        });
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            reason: response.statusMessage ?? '',
            cookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? null,
            body: text,
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(bytes);
  });
}

const login = 'userName=anna@example.test&password=Anna-pass-1';
const attribute = (text: string, name: string): string =>
  new RegExp(` ${name}="([^"]*)"`).exec(text)?.[1] ?? '';

/** What a day needs; each client sends it in its own way. Gives the texts of the answers. */
async function day(tag: string, send: (documents: string) => Promise<string>): Promise<void> {
  const ok = async (document: string, contains: RegExp = /./): Promise<string> => {
    const answer = await send(document);
    expect(answer).not.toContain('errorText');
    expect(answer).toMatch(contains);
    return answer;
  };
  await ok('<mailboxList id="a1" filter="%"/>', /mailbox="INBOX"/);
  await ok(
    `<folderOpen id="a2" folder="${tag}" mailbox="INBOX" sortField="INTERNALDATE" sortOrder="desc"><field>FLAGS</field><field>E-From</field><field>Subject</field></folderOpen>`,
    /mode="init" messages="/,
  );
  await ok(
    `<folderBrowse id="a3" folder="${tag}"><index from="0" till="49"/></folderBrowse>`,
    /<Subject>Second<\/Subject>/,
  );
  await ok(`<folderRead id="a4" folder="${tag}" UID="2" totalSizeLimit="-1"/>`, /Second message\./);
  await ok(`<messageMark id="a5" folder="${tag}" flags="Read,Answered"><UID>2</UID></messageMark>`);
  await ok(
    `<messageSubmit id="a6"><EMail><Subject>Re: Second ${tag}</Subject><To>boris@example.test</To><MIME type="text" subtype="plain">Answer.</MIME></EMail></messageSubmit>`,
  );
  await ok(
    `<contactAppend id="a7" targetMailbox="Contacts"><vCard><FN>${tag} Person</FN><EMAIL><INTERNET/><VALUE>${tag}@example.test</VALUE></EMAIL></vCard></contactAppend>`,
  );
  await ok(`<calendarOpen id="a8" calendar="${tag}" mailbox="Calendar"/>`, /mode="init"/);
  await ok(
    `<calendarPublish id="a9" calendar="${tag}" sendRequests="none"><iCalendar><vCalendar><vevent><uid>${tag}-1</uid><summary>Day</summary><dtstart>20260302T080000Z</dtstart></vevent></vCalendar></iCalendar></calendarPublish>`,
  );
  await ok(
    `<findEvents id="b1" calendar="${tag}" timeFrom="20260301" timeTill="20260401"/>`,
    new RegExp(`itemUID="${tag}-1"`),
  );
  await ok(`<fileWrite id="b2" fileName="private/${tag}.txt">note of ${tag}</fileWrite>`);
  await ok(
    `<fileRead id="b3" fileName="private/${tag}.txt" position="0" limit="0"/>`,
    new RegExp(`>note of ${tag}<`),
  );
  await ok(
    '<cliExecute id="b4">GETACCOUNTSETTINGS *</cliExecute>',
    /<subKey key="RealName">Anna Berg<\/subKey>/,
  );
}

test('the polling class: posts with sequence numbers, a poll with acknowledgements, retries', async () => {
  const opened = await http(
    'GET',
    `/XIMSSLogin/?errorAsXML=1&${login}&version=6.1&canUpdatePwd=1&x2auth=1`,
    {},
  );
  expect(opened.body.startsWith('<XIMSS><session ')).toBe(true);
  expect(/<session [^>]* id=/.test(opened.body)).toBe(false);
  const id = attribute(opened.body, 'urlID');
  let sequence = 0;
  let cookie = '';
  const post = async (body: string, repeats = true): Promise<string> => {
    const path = `/Session/${id}/async?reqSeq=${++sequence}&random=${sequence}`;
    const headers: Record<string, string> = {
      'Content-Type': 'text/xml',
      ...(cookie === '' ? {} : { Cookie: cookie }),
    };
    const first = await http('POST', path, headers, body);
    cookie = first.cookie ?? cookie;
    if (!repeats) return body;
    // a client that heard nothing sends the same again
    const again = await http('POST', path, { ...headers, Cookie: cookie }, body);
    expect([first.body, again.body]).toEqual(['<XIMSS/>', '<XIMSS/>']);
    return body;
  };
  let acknowledged = '';
  const until = async (end: string): Promise<string> => {
    let text = '';
    while (!text.includes(end)) {
      const reply = await http('GET', `/Session/${id}/?ackSeq=${acknowledged}&maxWait=15`, {
        Cookie: cookie,
      });
      expect(reply.status).toBe(200);
      acknowledged = attribute(reply.body, 'respSeq');
      text += reply.body;
    }
    return text;
  };
  let number = 0;
  await day('vjs', async document => {
    const wanted = String(++number);
    await post(`<XIMSS>${document.replace(/ id="[^"]*"/, ` id="${wanted}"`)}</XIMSS>`);
    return until(`<response id="${wanted}"`);
  });
  await post('<XIMSS><bye id="last"/></XIMSS>', false);
  expect(await until('<response id="last"')).toContain('<response id="last"/>');
  const lost = await http('GET', `/Session/${id}/?ackSeq=99&maxWait=1`, { Cookie: cookie });
  expect([lost.status, lost.reason]).toEqual([550, 'you have been disconnected']);
});

test('the long-poller: GET with a body, the cookie of the first sync, a literal notice', async () => {
  const opened = await http('GET', `/ximsslogin/?errorAsXML=1&${login}&EnableUseCookie=1`, {});
  const id = attribute(opened.body, 'urlID');
  let sequence = 0;
  let cookie = '';
  const send = async (document: string): Promise<string> => {
    const headers: Record<string, string> = cookie === '' ? {} : { Cookie: cookie };
    const reply = await http(
      'GET',
      `/Session/${id}/sync?reqSeq=${sequence++}`,
      headers,
      `<XIMSS>${document}</XIMSS>`,
    );
    expect(reply.status).toBe(200);
    cookie = reply.cookie ?? cookie;
    return reply.body;
  };
  await day('py', send);
  expect(cookie).toContain('CGateProWebUser=');
  expect((await http('GET', `/Session/${id}/sync`, {}, '<XIMSS/>')).status).toBe(550);
  await send('<folderSync id="s0" folder="py" limit="300"/>');
  await send(
    '<messageAppend id="s" targetMailbox="INBOX"><EMail><Subject>New</Subject><MIME>x</MIME></EMail></messageAppend>',
  );
  const poll = await http('GET', `/Session/${id}/get?maxWait=20&ackSeq=`, { Cookie: cookie });
  expect(poll.body).toContain('<folderReport folder="py" mode="notify"/>');
  expect(await send('<folderSync id="s2" folder="py" limit="300"/>')).toMatch(
    /mode="added".*<Subject>New<\/Subject>/,
  );
  const page = await http('GET', `/Session/${id}/FORMAT/Samoware/py/2`, { Cookie: cookie });
  expect(page.body).toMatch(
    /<table class="rfcheader">.*<div class="samoware-RFC822-body">.*textBeg.*Second message\..*textEnd/s,
  );
  expect(await send('<bye id="x"/>')).toBe('<XIMSS><response id="x"/></XIMSS>');
});

test('the panel adaptor: pretty-printed form posts, attributes in any case, contacts replaced', async () => {
  const opened = await http(
    'GET',
    '/ximsslogin/?errorasxml=1&username=anna@example.test&password=Anna-pass-1',
    {},
  );
  const id = attribute(opened.body, 'urlID');
  const send = async (document: string): Promise<string> => {
    const pretty = `<XIMSS>\n  ${document.replaceAll('><', '>\n    <')}\n</XIMSS>\n`;
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return (await http('POST', `/Session/${id}/sync`, headers, pretty)).body;
  };
  await day('perl', send);
  await send('<folderOpen id="1" folder="Contacts" sortField="To"/>');
  const found = await send('<contactFind id="2" folder="Contacts" peer="perl@example.test"/>');
  const uid = attribute(found, 'UID');
  expect(found).toMatch(/<EMail>.*<MIME [^>]*subtype="directory"[^>]*><vCard>/);
  const replaced = await send(
    `<contactAppend id="3" folder="Contacts" replacesUID="${uid}" checkOld="yes"><vCard><FN>New</FN></vCard></contactAppend>`,
  );
  expect(replaced).toContain('<response id="3"/>');
  expect(
    await send(
      '<fileWrite id="4" type="vcard" filename="profile.vcf"><vCard><FN>Anna</FN></vCard></fileWrite>',
    ),
  ).toContain('<response id="4"/>');
  expect(await send('<bye id="5"/>')).toContain('<response id="5"/>');
});

test('the web client: Basic login, JSON type, string surgery on replies', async () => {
  const authorization = `Basic ${Buffer.from('anna@example.test:Anna-pass-1').toString('base64')}`;
  const opened = await http('POST', '/XIMSSLogin', { Authorization: authorization });
  const id = attribute(opened.body, 'urlID');
  const send = async (document: string): Promise<string> => {
    const reply = await http(
      'POST',
      `/Session/${id}/sync`,
      { 'Content-Type': 'application/json' },
      `<XIMSS>${document}</XIMSS>`,
    );
    expect(reply.body.startsWith('<XIMSS><')).toBe(true);
    const number = attribute(document, 'id');
    return reply.body
      .replace('<XIMSS>', '')
      .replace('</XIMSS>', '')
      .replace(`<response id="${number}"/>`, ' ');
  };
  await day('java', send);
  expect(await send('<mailBoxList id="1" filter="INBOX"/>')).toContain('mailbox="INBOX"');
  const source = await http('GET', `/Session/${id}/MIME/java/2-P.txt`, {});
  expect(source.body).toContain('Subject: Second');
  expect(
    await send('<signup id="2" domain="example.test" userName="anna" password="Other-pass-1"/>'),
  ).toContain('errorNum="520"');
});

test('the byte stream: documents split and glued, runs of zero bytes, both kinds of quotes', async () => {
  const socket = connect({ port: world.port, host: '127.0.0.1', noDelay: true });
  let text = '';
  let wake = (): void => undefined;
  socket.on('data', chunk => {
    text += chunk.toString('utf8');
    wake();
  });
  const until = async (end: string): Promise<string> => {
    while (!text.includes(end)) await new Promise<void>(resolve => (wake = resolve));
    const cut = text.indexOf('\0', text.indexOf(end)) + 1;
    const answer = text.slice(0, cut);
    text = text.slice(cut);
    return answer;
  };
  const write = async (document: string): Promise<void> => {
    for (let at = 0; at < document.length; at += 7) {
      socket.write(document.slice(at, at + 7));
      if (at % 70 === 0) await new Promise(resolve => setImmediate(resolve));
    }
  };
  await write(`\0\0<login id='0' authData='anna@example.test' password='Anna-pass-1'/>\0 \n\0`);
  expect(await until('<response id="0"')).toContain('<session id="0"');
  let number = 0;
  await day('as', async document => {
    const id = `t${++number}`;
    await write(`${document.replace(/ id="[^"]*"/, ` id="${id}"`)}\0`);
    return until(`<response id="${id}"`);
  });
  const closed = new Promise(resolve => socket.once('close', resolve));
  await write('<bye id="end"/>\0');
  expect(await until('<response id="end"')).toBe('<response id="end"/>\0');
  await closed;
});

test('a client of file folders: uploads, downloads, leaves out modes, tells others with its own XML, ends with a beacon', async () => {
  const opened = await http('GET', `/ximsslogin/?${login}`, {});
  const id = attribute(opened.body, 'urlID');
  const sync = async (body: string): Promise<string> => {
    const { body: answer } = await http('POST', `/Session/${id}/sync`, {}, `<XIMSS>${body}</XIMSS>`);
    expect(answer).not.toContain('errorText');
    return answer;
  };
  const form =
    '--x\r\nContent-Disposition: form-data; name="fileData"; filename="n"\r\n\r\nnine byte\r\n--x--\r\n';
  const multipart = { 'Content-Type': 'multipart/form-data; boundary=x' };
  expect((await http('POST', `/Session/${id}/UPLOAD/up1`, multipart, form)).status).toBe(200);
  await sync(`<fileStore fileName='private/to do/ni%ne.txt' uploadID='up1' id='id' />`);
  const listed = await sync(`<fileList directory='private/to do' id='id' />`);
  expect([attribute(listed, 'fileName'), attribute(listed, 'size')]).toEqual(['ni%ne.txt', '9']);

  const address = (path: string): string => `/Session/${id}/DOWNLOAD/${path}`;
  const got = await http('GET', address('private/to%20do/ni%25ne.txt'), {});
  expect([got.status, got.body]).toEqual([200, 'nine byte']);
  const missing = await http('GET', address('private/none.txt'), {});
  expect([missing.status, attribute(missing.body, 'errorNum')]).toEqual([404, '541']);
  expect((await http('GET', address('../x'), {})).status).not.toBe(200);
  expect((await http('GET', address('~boris@example.test/private/x'), {})).status).not.toBe(200);

  await sync(`<fileSubUpdate id='id'><fileSubscription fileName='~boris/a' mode='add'/></fileSubUpdate>`);
  expect(await sync(`<fileSubList id='id' />`)).toContain('fileName="~boris/a"');
  await sync(
    `<fileSubUpdate id='id'><fileSubscription fileName='~boris/a'></fileSubscription></fileSubUpdate>`,
  );
  expect(await sync(`<fileSubList id='id' />`)).toBe('<XIMSS><response id="id"/></XIMSS>');

  const note = '<notice><what key="1">&lt;Files&gt;</what></notice>';
  const part = (type: string, subtype: string, body: string): string =>
    `<MIME type='${type}' subtype='${subtype}'>${body}</MIME>`;
  const parts =
    part('text', 'html', 'See &lt;b&gt;files&lt;/b&gt;') + part('application', 'notice+xml', note);
  await sync(
    `<messageAppend id='id' targetMailbox='INBOX'><EMail><Subject>Noticed</Subject>${part('multipart', 'mixed', parts)}</EMail></messageAppend>`,
  );
  await sync(`<folderOpen id='id' folder='F' mailbox='INBOX' filterField='Subject' filter='Noticed'/>`);
  const uid = attribute(
    await sync(`<folderBrowse id='id' folder='F'><index from='0' till='0'/></folderBrowse>`),
    'UID',
  );
  expect((await http('GET', `/Session/${id}/MIME/F/${uid}-02-B/x`, {})).body).toBe(note);

  expect((await http('GET', `/Session/${id}/KILL`, {})).status).toBe(405);
  await sync(`<noop id='id' />`);
  expect((await http('POST', `/Session/${id}/KILL`, {})).status).toBe(200);
  expect((await http('POST', `/Session/${id}/sync`, {}, `<XIMSS><noop id='id' /></XIMSS>`)).status).toBe(550);
});

test('a telephone: its bind offers media, and gives messages; offering nothing else is refused', async () => {
  const opened = await http('GET', `/XIMSSLogin/?errorAsXML=1&${login}`, {});
  const address = `/Session/${attribute(opened.body, 'urlID')}/sync?syncAsync=1`;
  const sync = async (body: string): Promise<string> =>
    (await http('POST', address, {}, `<XIMSS>${body}</XIMSS>`)).body;
  const media =
    '<sdp sessionID="1" origIP="[127.0.0.1]"><media media="audio" protocol="RTP/SAVPF" ip="[127.0.0.1]:9"/></sdp>';
  expect(await sync(`<signalBind id="1" clientID="desk">${media}</signalBind>`)).toBe(
    '<XIMSS><response id="1" errorText="operation is not supported" errorNum="590"/></XIMSS>',
  );
  const bind = `<signalBind id="2" deviceName="desk" clientID="desk" presence="yes" readIM="1">${media}</signalBind>`;
  expect(await sync(bind)).toContain('<response id="2"/>');
  const other = await http(
    'GET',
    '/XIMSSLogin/?errorAsXML=1&userName=boris@example.test&password=Boris-pass-1',
    {},
  );
  const from = `/Session/${attribute(other.body, 'urlID')}/sync`;
  const im = '<XIMSS><sendIM id="1" peer="anna@example.test" type="chat">hello</sendIM></XIMSS>';
  expect((await http('POST', from, {}, im)).body).toBe('<XIMSS><response id="1"/></XIMSS>');
  let heard = '';
  while (!heard.includes('<readIM ')) heard = await sync('<noop id="3"/>');
  expect(heard).toContain('<response id="3"/>');
  expect(heard).toMatch(/<readIM peer="boris@example\.test"[^>]*><body>hello<\/body><\/readIM>/);
  expect(await sync('<signalUnbind id="4"/><bye id="5"/>')).toContain('<response id="4"/>');
});
