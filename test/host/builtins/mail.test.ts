/** Mailboxes, messages, views, calendars, sending: programs against a real server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../../host/objects/api.js';
import { collected } from '../../../host/objects/messages/opened.js';
import { findPart } from '../../../host/objects/mime/index.js';
import { messageWithFile } from '../objects/mail/attachment.js';
import { type Bench, MAIN, startBench } from './harness.js';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ ann: [], bob: [] });
});
afterAll(() => bench.stop());

describe('mailboxes', () => {
  it('are made, listed, renamed, shared and removed', async () => {
    const code = `
      AddElement(r, CreateMailbox("Work", null)); AddElement(r, CreateMailbox("Work/Old", "IPF.Note"));
      AddElement(r, IsString(CreateMailbox("Work", null)));
      l = ListMailboxes("Work*"); AddElement(r, Length(l)); AddElement(r, l.("Work/Old").Class);
      AddElement(r, RenameMailbox("Work/Old", "Work/New", null));
      a = NewDictionary(); a.("bob") = "lr"; AddElement(r, SetMailboxACLs("Work", a));
      AddElement(r, GetMailboxACLs("Work").bob);
      AddElement(r, DeleteMailbox("Work/New", null)); AddElement(r, Length(ListMailboxes("Work/*")));`;
    expect(await bench.run(code, 'ann')).toBe('(#NULL#,#NULL#,YES,#2,IPF.Note,#NULL#,#NULL#,lr,#NULL#,#0)');
    const other = `AddElement(r, IsString(OpenMailbox("~ann/Work"))); AddElement(r, IsString(OpenMailbox("~ann/INBOX")));`;
    expect(await bench.run(other, 'bob')).toBe('(#NULL#,YES)');
  });

  it('keep subscriptions and aliases', async () => {
    const code = `s = NewArray(); AddElement(s, "INBOX"); AddElement(s, "Work");
      AddElement(r, SetMailboxSubscription(s, null)); AddElement(r, GetMailboxSubscription(null));
      a = NewDictionary(); a.Jobs = "Work"; AddElement(r, SetMailboxAliases(a, null));
      AddElement(r, GetMailboxAliases(null).Jobs);`;
    expect(await bench.run(code, 'ann')).toBe('(#NULL#,(INBOX,Work),#NULL#,Work)');
  });
});

describe('messages', () => {
  it('are composed, stored, read in parts and flagged', async () => {
    const code = `
      box = OpenMailbox("INBOX");
      h = NewDictionary(); h.Subject = "Grüße"; h.To = "bob@${MAIN}"; h.flags = "Seen"; h.report = "uid";
      p = NewArray(); AddElement(p, "plain text"); d = NewDictionary(); d.filename = "a.bin"; d.body = Base64Decode("AAEC");
      AddElement(p, d);
      uid = MailboxAppend(box, h, p); AddElement(r, IsNumber(uid));
      AddElement(r, MailboxFlagsByUID(box, uid));
      m = OpenMessage(box, uid);
      AddElement(r, MessageHeader(m, null, "Subject")[0] == h.Subject);
      AddElement(r, MessageHeader(m, null, "E-To")[0]);
      s = MessagePart(m, null); AddElement(r, s.("Content-Subtype")); AddElement(r, Length(s.MIMEParts));
      AddElement(r, s.MIMEParts[1].filename);
      AddElement(r, MessageBody(m, s.MIMEParts[0].MIMEPartID));
      AddElement(r, Base64Encode(MessageBody(m, s.MIMEParts[1].MIMEPartID)));
      AddElement(r, MailboxSetFlags(box, uid, "Flagged,Unseen")); AddElement(r, MailboxFlagsByUID(box, uid));
      a = NewDictionary(); a.color = "red"; AddElement(r, UpdateMessageAttr(box, uid, a));
      AddElement(r, GetMessageAttr(box, uid).color);
      AddElement(r, IsDate(MailboxInternalTimeByUID(box, uid)));
      AddElement(r, MailboxUIDByOrigUID(box, MailboxOrigUIDByUID(box, uid)) == uid);
      AddElement(r, MailboxInternalTimeByUID(box, 999999));
      AddElement(r, IsString(MessageBody(m, "07")));`;
    expect((await bench.run(code, 'ann')).replace(/\r?\n/g, ' ')).toBe(
      `(YES,Seen,YES,bob@${MAIN},mixed,#2,a.bin,"plain text",AAEC,#NULL#,Flagged,#NULL#,red,YES,YES,#NULL#,YES)`,
    );
  });

  it('are copied, moved and expunged by sets', async () => {
    const code = `
      Void(CreateMailbox("A", null)); Void(CreateMailbox("B", null)); box = OpenMailbox("A");
      h = NewDictionary(); h.report = "uid"; u = NewArray(); i = 0;
      while i < 4 loop AddElement(u, MailboxAppend(box, h, String(i))); i = i + 1; end loop;
      p = NewDictionary(); p.targetMailbox = "B"; p.report = 1;
      s = NewArray(); x = NewArray(); AddElement(x, u[0]); AddElement(x, u[1]); AddElement(s, x); AddElement(s, u[3]);
      AddElement(r, Length(MailboxCopy(box, s, p))); p.doMove = 1; p.report = null;
      AddElement(r, MailboxCopy(box, u[2], p)); AddElement(r, Length(MailboxUIDs(box, null)));
      AddElement(r, MailboxSetFlags(box, u[0], "Deleted")); AddElement(r, Length(MailboxUIDs(box, "Undeleted")));
      AddElement(r, MailboxExpunge(box)); AddElement(r, Length(MailboxUIDs(box, null)));
      AddElement(r, Length(MailboxUIDs(OpenMailbox("B"), null)));`;
    expect(await bench.run(code, 'ann')).toBe('(#3,#NULL#,#3,#NULL#,#2,#NULL#,#2,#4)');
  });
});

describe('views', () => {
  it('are sorted, count positions and tell changes', async () => {
    const code = `
      Void(CreateMailbox("V", null)); box = OpenMailbox("V"); h = NewDictionary();
      h.Subject = "b"; Void(MailboxAppend(box, h, "1")); h.Subject = "a"; Void(MailboxAppend(box, h, "2"));
      p = NewDictionary(); p.mailbox = "V"; p.sortField = "Subject";
      v = OpenMailboxView(p); u = MailboxUIDs(v, null); AddElement(r, u[0] > u[1]);
      AddElement(r, Sync(v));
      h.Subject = "aa"; h.report = "uid"; new = MailboxAppend(box, h, "3");
      i = 0; c = Sync(v); while c == null && i < 50 loop Void(ReadInput(1)); c = Sync(v); i = i + 1; end loop;
      AddElement(r, c.mode); AddElement(r, c.index); AddElement(r, c.UID == new);
      f = NewDictionary(); f.flags = "Flagged"; f.useIndex = 1;
      AddElement(r, MailboxSetFlags(v, 0, f)); AddElement(r, MailboxFlagsByUID(v, u[0]));`;
    expect(await bench.run(code, 'ann')).toBe('(YES,#NULL#,added,#1,YES,#NULL#,Flagged)');
    const wrong =
      'f = NewDictionary(); f.flags = "Seen"; f.useIndex = 1; AddElement(r, MailboxSetFlags(OpenMailbox("V"), 0, f));';
    expect(await bench.run(wrong, 'ann')).toBe('status 500');
  });
});

describe('sending', () => {
  it('reaches local accounts, blind copies stay blind', async () => {
    const send = `h = NewDictionary(); h.Bcc = "ann@${MAIN}"; h.Cc = "bob@${MAIN}";
      AddElement(r, SendEMail(null, "Hello", "bob@${MAIN}", h, "text of it"));
      AddElement(r, IsString(SubmitEMail(NewDictionary(), "nobody gets this")));`;
    expect(await bench.run(send, 'ann')).toBe('(#NULL#,YES)');
    await bench.test.server.objects.delivery.idle();
    const read = `box = OpenMailbox("INBOX"); u = MailboxUIDs(box, "Unseen"); AddElement(r, Length(u));
      m = OpenMessage(box, u[0]); AddElement(r, MessageHeader(m, null, "Subject")[0]);
      AddElement(r, MessageHeader(m, null, "E-From")[0]); AddElement(r, Length(MessageHeader(m, null, "Bcc")));
      AddElement(r, MessageBody(m, MessagePart(m, "plain").MIMEPartID));
      AddElement(r, MailboxForwardByUID(box, u[0], "ann@${MAIN}"));`;
    expect((await bench.run(read, 'bob')).replace(/\\e|\n/g, '')).toBe(
      `(#1,Hello,ann@${MAIN},#0,"text of it",#NULL#)`,
    );
    await bench.test.server.objects.delivery.idle();
    const got = `box = OpenMailbox("INBOX"); n = 0; i = 0; u = MailboxUIDs(box, null);
      while i < Length(u) loop
        if MessageHeader(OpenMessage(box, u[i]), null, "Subject")[0] == "Fwd: Hello" then n = n + 1; end if; i = i + 1;
      end loop; AddElement(r, n);`;
    expect(await bench.run(got, 'ann')).toBe('(#1)');
  });
});

describe('addresses and large messages', () => {
  it('names without a domain belong to the domain of the account', async () => {
    const send = `to = NewArray(); AddElement(to, "bob, ann@${MAIN}"); AddElement(to, "Postmaster <postmaster@${MAIN}>");
      AddElement(r, SendEMail(null, "Local", to, null, "x"));
      AddElement(r, IsString(SendEMail(null, "Local", "not an address", null, "x")));`;
    expect(await bench.run(send, 'ann')).toBe('(#NULL#,YES)');
    await bench.test.server.objects.delivery.idle();
    const read = `box = OpenMailbox("INBOX"); u = MailboxUIDs(box, null); i = 0; n = 0;
      while i < Length(u) loop
        m = OpenMessage(box, u[i]);
        s = MessageHeader(m, null, "Subject")[0];
        if s == "Local" then r = MessageHeader(m, null, "E-To"); end if; i = i + 1;
      end loop;`;
    expect(await bench.run(read, 'bob')).toBe(`(bob@${MAIN},ann@${MAIN},postmaster@${MAIN})`);
  });

  it('a large message is opened, and its parts and the whole are sent on', async () => {
    const { delivery, mailboxes, messages } = bench.test.server.objects;
    const bytes = Buffer.alloc(5_000_001, 'large ');
    const text = messageWithFile(bytes, delivery.composing());
    const box = await mailboxes.open(SYSTEM, `ann@${MAIN}`, 'INBOX');
    const { uid } = await messages.append(SYSTEM, box, text);
    const code = `m = OpenMessage(OpenMailbox("INBOX"), ${uid}); AddElement(r, MessageBody(m, "01"));
      AddElement(r, MessagePart(m, null).MIMEParts[1].estimatedSize > 4500000);
      h = NewDictionary(); h.To = "bob"; h.Subject = "Part";
      part = NewDictionary(); part.source = m; part.MIMEPartID = "02"; AddElement(r, SubmitEMail(h, part));
      h.Subject = "Whole"; all = NewDictionary(); all.message = m; AddElement(r, SubmitEMail(h, all));`;
    expect(await bench.run(code, 'ann')).toBe('("the text",YES,#NULL#,#NULL#)');
    await delivery.idle();
    const theirs = await mailboxes.open(SYSTEM, `bob@${MAIN}`, 'INBOX');
    const sizes: Record<string, boolean> = {};
    for await (const { uid: each } of messages.all(SYSTEM, theirs)) {
      const opened = await messages.open(SYSTEM, theirs, each);
      const subject = opened.root.fields.find(({ name }) => name === 'Subject')?.value.trim() ?? '';
      if (subject === 'Part')
        sizes[subject] = (await collected(messages.body(opened, opened.root))).equals(bytes);
      if (subject !== 'Whole') continue;
      const inner = findPart(opened.root, '01-02') ?? opened.root;
      sizes[subject] = (await collected(messages.body(opened, inner))).equals(bytes);
    }
    expect(sizes).toEqual({ Part: true, Whole: true });
  });
});

describe('rules', () => {
  it('are stored and removed by name', async () => {
    const code = `rule = ToObject("(5,mine,((Subject,is,x)),((Discard)))");
      AddElement(r, UpdateAccountMailRule(rule)); AddElement(r, IsString(UpdateAccountMailRule(5)));`;
    expect(await bench.run(code, 'ann')).toBe('(#NULL#,YES)');
    const { rules } = bench.test.server.objects;
    const who = { kind: 'account', account: 'ann', domain: MAIN } as const;
    expect(rules.account(who, '*', 'mail')).toHaveLength(1);
    expect(await bench.run('AddElement(r, UpdateAccountMailRule("mine"));', 'ann')).toBe('(#NULL#)');
    expect(rules.account(who, '*', 'mail')).toHaveLength(0);
  });
});

describe('calendars', () => {
  it('publish and find events', async () => {
    const event =
      '<iCalendar><vCalendar method=\\"PUBLISH\\"><vevent><uid>e1</uid><dtstart>20300105T100000Z</dtstart>' +
      '<dtend>20300105T110000Z</dtend><summary>Meeting</summary></vevent></vCalendar></iCalendar>';
    const code = `
      Void(CreateMailbox("Cal", "IPF.Appointment")); c = OpenCalendar("Cal"); AddElement(r, IsString(c));
      p = NewDictionary(); p.opCode = "PUBLISH"; p.data = ToObject("${event}");
      AddElement(r, ProcessCalendar(c, p));
      q = NewDictionary(); q.timeFrom = Date("05-01-2030"); q.timeTill = Date("07-01-2030");
      d = Find(c, q); AddElement(r, Length(d)); AddElement(r, Length(d[0].events)); AddElement(r, d[0].events[0].duration);
      AddElement(r, Length(d[1].events));
      x = NewDictionary(); x.opCode = "CANCEL"; x.UID = d[0].events[0].UID; AddElement(r, ProcessCalendar(c, x));
      AddElement(r, Length(Find(c, q)[0].events)); x.opCode = "NONE"; AddElement(r, IsString(ProcessCalendar(c, x)));`;
    expect(await bench.run(code, 'ann')).toBe('(#NULL#,#NULL#,#2,#1,#3600,#0,#NULL#,#0,YES)');
  });

  it('find events by the days of the selected zone, whole days by date, and by their alarms', async () => {
    const publish = (event: string): string =>
      `p = NewDictionary(); p.opCode = "PUBLISH"; p.data = ToObject("<vevent>${event}</vevent>"); Void(ProcessCalendar(c, p));`;
    const code = `
      Void(CreateMailbox("Zoned", "IPF.Appointment")); c = OpenCalendar("Zoned"); SetTimeZone("Europe/Helsinki");
      ${publish(
        '<uid>n</uid><dtstart>20300105T223000Z</dtstart><dtend>20300105T233000Z</dtend>' +
          '<valarm><action>DISPLAY</action><trigger>-PT1H</trigger></valarm>',
      )}
      ${publish("<uid>d</uid><dtstart VALUE='DATE'>20300107</dtstart>")}
      q = NewDictionary(); q.timeFrom = Date("05-01-2030"); q.timeTill = Date("08-01-2030"); d = Find(c, q);
      AddElement(r, Length(d[0].events)); e = d[1].events[0]; AddElement(r, e.timeFrom); AddElement(r, e.dateFrom);
      AddElement(r, e.alarmTime); e = d[2].events[0]; AddElement(r, e.timeFrom); AddElement(r, e.dateFrom);
      AddElement(r, e.alarmTime); AddElement(r, e.duration);
      q.byAlarm = "YES"; d = Find(c, q); AddElement(r, Length(d[0].events)); AddElement(r, Length(d[1].events));
      q.timeTill = Date("01-01-2030"); AddElement(r, IsString(Find(c, q)));`;
    expect(await bench.run(code, 'ann')).toBe(
      '(#0,#T06-01-2030_00:30:00,#NULL#,#T05-01-2030_23:30:00,#NULL#,#T07-01-2030_00:00:00,#NULL#,#86400,#1,#0,YES)',
    );
  });

  it('show the event that a changed occurrence belongs to', async () => {
    const events =
      '<iCalendar><vCalendar><vevent><uid>s</uid><dtstart>20300105T100000Z</dtstart><duration>PT1H</duration>' +
      '<rrule>FREQ=DAILY;COUNT=3</rrule></vevent><vevent><uid>s</uid><recurrence-id>20300106T100000Z</recurrence-id>' +
      '<dtstart>20300106T120000Z</dtstart><duration>PT1H</duration></vevent></vCalendar></iCalendar>';
    const code = `
      Void(CreateMailbox("Series", "IPF.Appointment")); c = OpenCalendar("Series"); SetTimeZone("UTC");
      p = NewDictionary(); p.opCode = "PUBLISH"; p.data = ToObject("${events}"); AddElement(r, ProcessCalendar(c, p));
      q = NewDictionary(); q.timeFrom = Date("05-01-2030"); q.timeTill = Date("07-01-2030"); d = Find(c, q);
      AddElement(r, d[0].events[0].parent); e = d[1].events[0]; AddElement(r, e.timeFrom);
      AddElement(r, String(XMLBody(e.parent, "rrule")));
      AddElement(r, XMLBody(XMLBody(e.parent, "exceptions"), null) == e.data);
      SetTimeZone("Europe/Helsinki"); x = NewDictionary(); x.opCode = "CANCEL"; x.itemUID = "s"; x.recurrenceId = 5;
      AddElement(r, IsString(ProcessCalendar(c, x))); x.recurrenceId = Date("05-01-2030_12:00:00");
      AddElement(r, ProcessCalendar(c, x)); d = Find(c, q); AddElement(r, Length(d[0].events)); AddElement(r, Length(d[1].events));`;
    expect(await bench.run(code, 'ann')).toBe(
      '(#NULL#,#NULL#,#T06-01-2030_12:00:00,"FREQ=DAILY;COUNT=3",YES,YES,#NULL#,#0,#1)',
    );
  });
});
