/** Programs that call what no other test of programs calls: each would fail if the built-in did nothing. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../../host/objects/api.js';
import { dictOf } from '../../../stdlib/values/index.js';
import { type Bench, MAIN, startBench } from './harness.js';

/** NAPTR records of a telephone number: order, preference, service, expression. */
const RECORDS: readonly (readonly [number, number, string, string])[] = [
  [100, 20, 'E2U+sip', '!^.*$!sip:second@example.test!'],
  [100, 10, 'E2U+sip', '!^\\+1(.*)$!sip:\\1@example.test!'],
  [10, 10, 'E2U+mailto', '!^.*$!mailto:info@example.test!'],
];

const short = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);

function naptr([order, preference, service, regexp]: (typeof RECORDS)[number]): Buffer {
  const numbers = Buffer.alloc(4);
  numbers.writeUInt16BE(order, 0);
  numbers.writeUInt16BE(preference, 2);
  const data = Buffer.concat([numbers, short('u'), short(service), short(regexp), Buffer.from([0])]);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(35, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

/** Knows one number in the zone `e164.test`. */
function answer(query: Buffer): Buffer {
  const end = query.indexOf(0, 12) + 1;
  const isKnown = query.toString('latin1', 12, end) === '\x011\x015\x015\x015\x011\x04e164\x04test\0';
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(isKnown ? 0x8180 : 0x8183, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(isKnown ? RECORDS.length : 0, 6);
  return Buffer.concat([header, query.subarray(12, end + 4), ...(isKnown ? RECORDS.map(naptr) : [])]);
}

let bench: Bench;
let names: Socket;
beforeAll(async () => {
  names = createSocket('udp4', (query, from) => names.send(answer(query), from.port, from.address));
  names.bind(0, '127.0.0.1');
  await once(names, 'listening');
  bench = await startBench({ ann: [], bob: [], eve: [] });
  const servers = `[127.0.0.1]:${names.address().port}`;
  await bench.test.server.objects.server.set(SYSTEM, 'dnr', dictOf([['Servers', servers]]));
});
afterAll(async () => {
  await bench.stop();
  names.close();
});

describe('telephone numbers', () => {
  it('RouteENUM asks the name servers of the settings and takes the best record of the service', async () => {
    const code = `AddElement(r, RouteENUM("sip", "+1 (555) 1", "e164.test"));
      AddElement(r, RouteENUM("E2U+mailto", "15551", "e164.test"));
      AddElement(r, RouteENUM("h323", "+15551", "e164.test")); AddElement(r, RouteENUM("sip", "+15552", "e164.test"));
      AddElement(r, IsString(RouteENUM("sip", "anna", "e164.test")));`;
    expect(await bench.run(code, 'ann')).toBe(
      '(("sip:5551@example.test"),("mailto:info@example.test"),"no such service for this number","unknown telephone number",YES)',
    );
  });

  it('PhoneNumberToSIPURI keeps digits and the plus sign', async () => {
    const code = `AddElement(r, PhoneNumberToSIPURI("+1 (415) 555-1")); AddElement(r, PhoneNumberToSIPURI("0049.7"));
      AddElement(r, PhoneNumberToSIPURI("anna")); AddElement(r, PhoneNumberToSIPURI(5));`;
    expect(await bench.run(code, 'ann')).toBe(`("sip:+14155551@${MAIN}","sip:00497@${MAIN}",#NULL#,#NULL#)`);
  });
});

describe('groups and rules', () => {
  it('ReadGroupMembers gives the members to administrators of the domain only', async () => {
    const { groups, rights } = bench.test.server.objects;
    await groups.create(SYSTEM, `team@${MAIN}`, dictOf([['Members', ['ann', 'x@other.test']]]));
    const code =
      'AddElement(r, ReadGroupMembers("team")); AddElement(r, ReadGroupMembers("none"));' +
      `AddElement(r, ReadGroupMembers("team@${MAIN}"));`;
    expect(await bench.run(code, 'bob')).toBe('(#NULL#,#NULL#,#NULL#)');
    await rights.setRights(SYSTEM, `bob@${MAIN}`, ['Domain']);
    expect(await bench.run(code, 'bob')).toBe(
      `((ann@${MAIN},x@other.test),#NULL#,(ann@${MAIN},x@other.test))`,
    );
  });

  it('UpdateAccountSignalRule stores, replaces and removes by name', async () => {
    const { rules } = bench.test.server.objects;
    const who = { kind: 'account', account: 'ann', domain: MAIN } as const;
    const store = (to: string) => `AddElement(r, UpdateAccountSignalRule(ToObject(
      "(5,away,((Method,is,INVITE)),((\\"Redirect to\\",\\"${to}\\")))")));`;
    expect(await bench.run(`${store('one@x.test')} ${store('two@x.test')}`, 'ann')).toBe('(#NULL#,#NULL#)');
    expect(rules.account(who, '*', 'signal')).toHaveLength(1);
    expect(JSON.stringify(rules.account(who, '*', 'signal'))).toContain('two@x.test');
    expect(rules.account(who, '*', 'mail')).toHaveLength(0);
    expect(await bench.run('AddElement(r, UpdateAccountSignalRule("away"));', 'ann')).toBe('(#NULL#)');
    expect(rules.account(who, '*', 'signal')).toHaveLength(0);
  });
});

/** A message with a sound in it. */
const VOICE = [
  'From: carl@example.test',
  'To: ann@main.test',
  'Subject: Call',
  'Message-ID: <voice@example.test>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'you missed a call',
  '--b',
  'Content-Type: audio/wav',
  'Content-Transfer-Encoding: base64',
  '',
  'UklGRgECAwQ=',
  '--b--',
  '',
].join('\r\n');

describe('messages', () => {
  const find = `box = OpenMailbox("INBOX"); uid = MailboxUIDs(box, null)[0];`;

  it('MailboxAudioByUID gives the sound of a message', async () => {
    const { messages, mailboxes } = bench.test.server.objects;
    for (const [name, text] of [
      ['ann', VOICE],
      ['bob', VOICE.replace('audio/wav', 'application/wav')],
    ] as const) {
      const box = await mailboxes.open(SYSTEM, `${name}@${MAIN}`, 'INBOX', 'i');
      await messages.append(SYSTEM, box, Buffer.from(text));
    }
    const code = `${find} AddElement(r, Convert(MailboxAudioByUID(box, uid), "hex")); AddElement(r, MailboxAudioByUID(box, 99999));`;
    expect(await bench.run(code, 'ann')).toBe(
      `(${Buffer.from('UklGRgECAwQ=', 'base64').toString('hex')},#NULL#)`,
    );
    expect(await bench.run(`${find} AddElement(r, MailboxAudioByUID(box, uid));`, 'bob')).toBe('(#NULL#)');
  });

  it('MailboxRedirectByUID sends the message as it is and marks it', async () => {
    const send = `${find} AddElement(r, MailboxRedirectByUID(box, uid, "eve@${MAIN}, eve@${MAIN}"));
      AddElement(r, FindSubstring(MailboxFlagsByUID(box, uid), "Redirected") >= 0);
      AddElement(r, IsString(MailboxRedirectByUID(box, uid, "")));
      AddElement(r, IsString(MailboxRedirectByUID(box, 99999, "eve@${MAIN}")));`;
    expect(await bench.run(send, 'ann')).toBe('(#NULL#,YES,YES,YES)');
    await bench.test.server.objects.delivery.idle();
    const read = `box = OpenMailbox("INBOX"); u = MailboxUIDs(box, null); AddElement(r, Length(u)); m = OpenMessage(box, u[0]);
      AddElement(r, MessageHeader(m, null, "E-From")[0]); AddElement(r, MessageHeader(m, null, "Message-ID")[0]);
      AddElement(r, MessageHeader(m, null, "Return-Path")[0]);
      AddElement(r, Convert(MailboxAudioByUID(box, u[0]), "hex"));`;
    expect(await bench.run(read, 'eve')).toBe(
      '(#1,carl@example.test,"<voice@example.test>",{""=ann@main.test;},5249464601020304)',
    );
  });
});

describe('tasks', () => {
  it('SubscribeEvents tells the task of changes until null stops it', async () => {
    const source = `
      entry Watcher is
        p = NewDictionary(); p.mailbox = "Watched"; p.sortField = "INTERNALDATE"; v = OpenMailboxView(p);
        Void(MailboxUIDs(v, null)); seen = NewArray();
        AddElement(seen, SubscribeEvents(v, "note"));
        Void(ActivateMeeting("w", "k", null));
        loop e = ReadInput(10); exitif e == null || e.what == "stop";
          if IsMailboxNotifyEvent(e) then
            AddElement(seen, e.parameter); c = Sync(v);
            while c != null loop AddElement(seen, c.mode); c = Sync(v); end loop;
            Void(SubscribeEvents(v, null)); Void(SendEvent(ThisTask(), "own", IsMailboxNotifyEvent(e.parameter)));
            Void(MailboxAppend(OpenMailbox("Watched"), NewDictionary(), "unseen"));
          elif e.what == "own" then
            AddElement(seen, IsMailboxNotifyEvent(e)); Void(ReadInput(1));
            Void(WriteStorageFile("seen", ObjectToString(seen)));
          else AddElement(seen, "twice"); end if;
        end loop;
      end entry;
      entry Main is
        Void(CreateMailbox("Watched", null)); Void(CreateMeeting("w", "k", null)); t = spawn Watcher;
        i = 0; loop f = FindMeeting("w", "k"); exitif f.id != null || i > 100000; i = i + 1; end loop;
        Void(MailboxAppend(OpenMailbox("Watched"), NewDictionary(), "first"));
        i = 0; loop a = ReadStorageFile("seen"); exitif a != null || i > 100000; i = i + 1; end loop;
        Void(SendEvent(t, "stop", null)); SetHTTPResponseData(String(a));
      end entry;`;
    expect((await bench.request(source, 'ann')).body).toBe('(#NULL#,note,added,#NULL#)');
    const wrong = 'AddElement(r, SubscribeEvents("INBOX", 1));';
    expect(await bench.run(wrong, 'ann')).toBe('status 500');
  });

  it('ProcCall calls the procedure of another file by a computed name', async () => {
    const library = 'procedure Mark(text) is Vars().mark = "marked " + text; end procedure;';
    await bench.test.put({ 'other.wcgi': library });
    const code = 'ProcCall("other::" + "Mark", "it"); AddElement(r, Vars().mark);';
    expect(await bench.run(code)).toBe('("marked it")');
  });
});

describe('application texts', () => {
  it('AppToXML reads calendars, XMLToApp writes them', async () => {
    const text =
      'BEGIN:VCALENDAR\\eVERSION:2.0\\eBEGIN:VEVENT\\eUID:u1\\eSUMMARY:Lunch\\eEND:VEVENT\\eEND:VCALENDAR\\e';
    const code = `x = AppToXML("${text}", "iCalendar"); AddElement(r, IsXML(x)); AddElement(r, XMLType(x));
      t = XMLToApp(x); AddElement(r, FindSubstring(t, "SUMMARY:Lunch") > 0);
      AddElement(r, IsString(AppToXML("no calendar", "iCalendar")));`;
    expect(await bench.run(code)).toBe('(YES,iCalendar,YES,YES)');
  });
});
