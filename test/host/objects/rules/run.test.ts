/** Rules at delivery: every condition and action that needs no telephony. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putPart } from '../../../../host/objects/accounts/write.js';
import type { Principal } from '../../../../host/objects/api.js';
import { accountOwner } from '../../../../host/objects/core/keys.js';
import { parseStructure, partBytes } from '../../../../host/objects/mime/index.js';
import { openEnvelope } from '../../../../host/objects/smime/envelope.js';
import { decodeUtf8 } from '../../../../stdlib/values/index.js';
import { data, dict, makeWorld, POSTMASTER, user, type World } from '../world.js';

const ann = user('ann', 'main.example');
const bob = user('bob', 'main.example');
const SYSTEM: Principal = { kind: 'system' };
let world: World;

beforeEach(async () => {
  world = await makeWorld();
  for (const name of ['ann', 'bob', 'cat'])
    await world.objects.accounts.create(POSTMASTER, name, { settings: dict(`{RealName="${name} x";}`) });
  await world.objects.preferences.update(POSTMASTER, 'bob', dict('{TimeZone=UTC;Language=German;}'));
});
afterEach(() => world.close());

const MAIL =
  'From: "Ann Berg" <ann@main.example>\r\nTo: bob@main.example, "C" <cat@else.example>\r\nCc: dan@else.example\r\nReply-To: re@else.example\r\n' +
  'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= today\r\nMessage-ID: <1@x>\r\nX-Spam: YES, 9\r\n';
const rules = (text: string) => world.objects.rules.setAccount(POSTMASTER, 'bob', 'mail', data(text));
const send = async (
  header = '',
  options: { to?: string[]; from?: string; who?: Principal; address?: string; source?: string } = {},
) => {
  const { who = ann, to = ['bob'], ...rest } = options;
  await world.objects.delivery.submit(who, {
    to,
    text: Buffer.from(`${MAIL}${header}\r\nbody\r\n`),
    ...rest,
  });
  await world.objects.delivery.idle();
};
async function texts(account: string, box = 'INBOX'): Promise<string[]> {
  const open = await world.objects.mailboxes.open(SYSTEM, account, box, 'r');
  const found: string[] = [];
  for await (const { uid } of world.objects.messages.all(SYSTEM, open)) {
    found.push(Buffer.from(await world.objects.messages.read(SYSTEM, open, uid)).toString('latin1'));
  }
  return found;
}
const count = async (account: string, box = 'INBOX') => (await texts(account, box)).length;

describe('conditions', () => {
  const table: readonly [condition: string, holds: boolean, header?: string][] = [
    ['(From,is,"ann@main.example")', true],
    ['(from,IS,"ANN@*")', true],
    ['(From,is,"*@main*")', true],
    ['(From,"is not","ann@main.example")', false],
    ['(From,in,"x@y.example, *@main.example")', true],
    ['(From,"not in","x@y.example,*@main.example")', false],
    ['("\'From\' Name",is,"Ann*")', true],
    ['(Sender,is,"")', true],
    ['(Sender,is,"s@*")', true, 'Sender: s@x.example\r\n'],
    ['(Return-Path,is,"ann@main.example")', true],
    ['(To,is,"*@else.example")', true],
    ['(To,"is not","*@else.example")', false],
    ['(Cc,is,"dan*")', true],
    ['(Reply-To,is,"re@*")', true],
    ['("Any To or Cc",is,"dan*")', true],
    ['("Any To or Cc",is,"eve*")', false],
    ['("Any To or Cc","is not","dan*")', true],
    ['("Each To or Cc",is,"*.example")', true],
    ['("Each To or Cc",is,"*else.example")', false],
    ['("Each To or Cc","is not","eve*")', true],
    ['("Any Recipient",is,"bob*")', true],
    ['("Each Recipient",is,"cat*")', false],
    ['("Any Route",is,"LOCAL(bob@*")', true],
    ['("Each Route",is,"SMTP*")', false],
    ['(Subject,is,"*TODAY")', true],
    ['(Subject,is,"Gr\u00c3\u00bc*")', true],
    ['(Subject,in,"nothing,*today")', true],
    ['(Message-ID,is,"<1@x>")', true],
    ['("Message Size","greater than",100)', true],
    ['("Message Size","less than","1K")', true],
    ['("Message Size","greater than","1M")', false],
    ['("Header Field",is,"X-Spam: YES*")', true],
    ['("Header Field",is,"X-Spam: NO*")', false],
    ['("Header Field","is not","X-Ham*")', true],
    ['("Human Generated")', true],
    ['("Human Generated","---")', true],
    ['("Human Generated")', false, 'Precedence: bulk\r\n'],
    ['("Human Generated")', false, 'Auto-Submitted: auto-replied\r\n'],
    ['("Human Generated")', true, 'Auto-Submitted: no\r\n'],
    ['(Source,is,LOCAL)', true],
    ['(Source,in,"authenticated,trusted")', true],
    ['(Source,is,SMTP)', false],
    ['(Security,is,"")', true],
    ['(Security,is,signed)', true, 'Content-Type: multipart/signed; boundary=b\r\n'],
    ['(Security,is,encrypted)', true, 'Content-Type: application/pkcs7-mime\r\n'],
    ['("Submit Address",is,"10.0.*")', true],
    ['("Existing Mailbox",is,INBOX)', true],
    ['("Existing Mailbox",is,Nothing)', false],
    ['("Existing Mailbox","is not",Nothing)', true],
    ['("Calendar Method",is,REQUEST)', true, 'Content-Type: text/calendar; method=request\r\n'],
    ['("Time Of Day",is,"3:00-4:00")', true],
    ['("Time Of Day",in,"22:00-2:00,5:00-6:00")', false],
    ['("Time Of Day","less than","3:05")', true],
    ['("Time Of Day","greater than","12:00")', false],
    ['("Current Date",is,"2030-01-02")', true],
    ['("Current Date","less than","03-01-2030")', true],
    ['("Current Date","greater than","02 Jan 2030 04:00:00")', false],
    ['("Current Day",is,Wed)', true],
    ['("Current Day",in,"Sat,Sun")', false],
    ['(Preference,is,"Language: ger*")', true],
    ['(Preference,is,"Language=English")', false],
    ['(FreeBusy,is,BUSY)', false],
    ['(From,"sounds like",ann)', false],
    ['("No Such",is,x)', false],
  ];
  it.each(table)('%s: %s', async (condition, holds, header = '') => {
    await rules(`((5,r,(${condition}),((Discard))))`);
    await send(header, { address: '10.0.0.7' });
    expect(await count('bob')).toBe(holds ? 0 : 1);
  });

  it('data sets', async () => {
    const { datasets } = world.objects;
    await rules('((5,r,((From,in,"#Friends")),((Discard))))');
    await send();
    await datasets.addAddress(bob, '*', 'Friends', dict('{"addressbook.Email"="ann@main.example";}'), null);
    await send();
    expect(await count('bob')).toBe(1);
  });
});

describe('order', () => {
  it('higher priorities first, 0 never, the domain before the account; Stop ends its level', async () => {
    await world.objects.rules.setDomain(
      POSTMASTER,
      null,
      'mail',
      data('((5,d,(),(("Add Header","X-Order: domain"))),(9,s,(),(("Stop Processing"))))'),
    );
    await rules(
      '((1,last,(),(("Add Header","X-Order: 1"))),(5,a,(),(("Add Header","X-Order: account"))),(0,off,(),((Discard))))',
    );
    await send();
    expect([...((await texts('bob'))[0]?.matchAll(/X-Order: (\w+)/g) ?? [])].map(match => match[1])).toEqual([
      '1',
      'account',
    ]);
    await world.objects.rules.setDomain(
      POSTMASTER,
      null,
      'mail',
      data('((5,d,(),(("Add Header","X-Order: domain"))))'),
    );
    await send();
    expect([...((await texts('bob'))[1]?.matchAll(/X-Order: (\w+)/g) ?? [])].map(match => match[1])).toEqual([
      '1',
      'account',
      'domain',
    ]);
  });

  it('a failed action keeps the message', async () => {
    await rules('((5,r,(),(("Store Encrypted in",X),(Discard))))');
    await send();
    expect(await count('bob')).toBe(1);
  });

  it('malformed rules are passed over', async () => {
    // No command stores such Rules any more, but older versions did.
    const { core, accounts } = world.objects;
    const id = accounts.record({ account: 'bob', domain: 'main.example' })?.id ?? 0;
    await core.store.transact(accountOwner(id), tx =>
      putPart(tx, id, 'settings', dict('{Rules=((1),x,(5,r,(),((Discard))));}')),
    );
    await send();
    expect(await count('bob')).toBe(0);
  });
});

describe('actions', () => {
  it('Store in, Mark, Discard', async () => {
    await rules('((5,r,(),((Mark,"Read,Flagged"),("Store in","Kept/Here"),(Discard))))');
    await send();
    expect(await count('bob')).toBe(0);
    const box = await world.objects.mailboxes.open(bob, '*', 'Kept/Here', 'r');
    expect([box.use.messages, box.use.unseen]).toEqual([1, 0]);
  });

  it('Store Encrypted in: for the certificate of the account, the header stays readable; without one the mail is kept', async () => {
    const pem = (name: string) => readFileSync(new URL(`../smime/${name}`, import.meta.url));
    await rules('((5,r,(),(("Store Encrypted in",Secret),(Discard))))');
    await send();
    expect(await count('bob')).toBe(1);
    await world.objects.files.write(bob, '*', 'private/settings/smime.crt', pem('anna.pem'));
    await send();
    await send('Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n');
    expect(await count('bob')).toBe(1);
    const [sealed = '', asItWas = ''] = await texts('bob', 'Secret');
    expect(sealed).toMatch(/Subject: =\?utf-8/);
    expect(sealed).toContain('enveloped-data');
    expect(sealed).not.toContain('body');
    const part = parseStructure(Buffer.from(sealed, 'latin1'));
    const der = partBytes(Buffer.from(sealed, 'latin1'), part);
    const key = createPrivateKey(pem('anna.key'));
    expect(openEnvelope(der, key, []).content.toString('latin1')).toContain('body\r\n');
    expect(asItWas).toContain('\r\nbody\r\n');
  });

  it('Add Header, Tag Subject', async () => {
    await rules('((5,r,(),(("Tag Subject","[new]"),("Add Header","X-Rule: a\\r\\nX-Evil: b"))))');
    await send();
    const [text] = await texts('bob');
    expect(text).toContain('X-Rule: a X-Evil: b\r\n');
    expect(text?.match(/^Subject:/gm)).toHaveLength(1);
    expect(text).toMatch(/^Subject: \[new\] =\?UTF-8/m);
  });

  it('Reject with', async () => {
    await rules('((5,r,(),(("Reject with","go away"))))');
    await send();
    expect(await count('bob')).toBe(0);
    expect((await texts('ann'))[0]).toContain('go away');
  });

  it('Redirect, Forward, Mirror; loops end', async () => {
    await rules('((5,r,(),(("Redirect to",cat),("Forward to",cat),("Mirror to",cat),(Discard))))');
    await world.objects.rules.setAccount(POSTMASTER, 'cat', 'mail', data('((5,r,(),(("Mirror to",bob))))'));
    await send();
    const found = (await texts('cat')).map(text => text.replace(/\r\n[ \t]/g, ' '));
    expect(found).toHaveLength(3);
    expect(found.filter(text => /^Return-Path: <bob@main\.example>/.test(text))).toHaveLength(2);
    expect(found.filter(text => /^Return-Path: <ann@main\.example>/.test(text))).toHaveLength(1);
    expect(found.some(text => /^Resent-From: bob x <bob@main\.example>/m.test(text))).toBe(true);
    expect(
      found.some(text => /^Subject: =\?UTF-8\?Q\?Fwd/m.test(text) || /^Subject: Fwd: /m.test(text)),
    ).toBe(true);
  });

  it('vacation answers each sender once, and no machine', async () => {
    await rules(
      '((5,"#Vacation",(("Human Generated"),(From,"not in","#RepliedAddresses")),(("Reply with","+X-Auto: yes\\r\\n\\r\\nI am away, ^F wrote ^^S"),("Remember \'From\' in",RepliedAddresses))))',
    );
    await send('Precedence: list\r\n');
    await send();
    await send();
    expect(await count('bob')).toBe(3);
    const queued = await world.objects.queue.list(POSTMASTER, 'else.example');
    expect(queued.map(each => each.recipients.map(({ address }) => address))).toEqual([['re@else.example']]);
    const text = Buffer.from((await world.store.blobs.get(queued[0]?.blob ?? '')) ?? '').toString('latin1');
    expect(text).toContain('I am away, ann@main.example wrote ^S');
    expect(text).toMatch(/^Auto-Submitted: auto-replied\r\n/m);
    expect(text).toMatch(/^X-Auto: yes\r\n/m);
    expect(text).toMatch(/^In-Reply-To: <1@x>\r\n/m);
    expect(decodeUtf8(text)).toContain('Re: ');
  });

  it('React with, Reply to All with', async () => {
    await rules(
      '((5,r,(),(("React with","To: cat\\nSubject: news\\n\\nfrom ^F"),("Reply to All with","hello all"))))',
    );
    await send();
    expect((await texts('cat'))[0]).toMatch(/^Subject: news[\s\S]*from ann@main\.example/m);
    const [waiting] = await world.objects.queue.list(POSTMASTER);
    expect(waiting?.recipients.map(({ address }) => address).sort()).toEqual([
      'cat@else.example',
      'dan@else.example',
      're@else.example',
    ]);
  });

  it('Copy Attachments into', async () => {
    await rules('((5,r,(),(("Copy Attachments into","private/in"))))');
    await send('Content-Type: application/x; name="../../evil.txt"\r\n');
    expect(
      Buffer.from((await world.objects.files.read(bob, '*', 'private/in/__.._evil.txt')).bytes).toString(),
    ).toBe('body\r\n');
  });

  it('programs and filters run through hooks only', async () => {
    const called: string[] = [];
    await world.objects.rules.setServer(POSTMASTER, 'mail', data('((5,f,(),((ExternalFilter,spam))))'));
    await rules(
      '((5,r,(),((Execute,"prog -x"),("Execute URL","http://x/"),("SendIM","cat\\nhi"),("Accept Request"),("Write To Log",x),(Discard))))',
    );
    await send();
    expect(await count('bob')).toBe(1);
    world.objects.setRuleHooks({
      execute: async command => void called.push(command),
      executeUrl: async url => void called.push(url),
      instantMessage: async (_who, to, text) => void called.push(`${to}:${text}`),
      calendar: async (_who, kind) => void called.push(kind),
      externalFilter: async name => {
        called.push(name);
        return { kind: 'pass', headers: ['X-Filter: seen'] };
      },
    });
    await send();
    expect(called).toEqual(['spam', 'prog -x', 'http://x/', 'cat:hi', 'request']);
    expect(await count('bob')).toBe(1);
    world.objects.setRuleHooks({
      externalFilter: async (_name, { source }) =>
        source === 'DSN' ? { kind: 'pass', headers: [] } : { kind: 'reject', text: 'looks bad' },
    });
    await send();
    expect((await texts('ann'))[0]).toContain('looks bad');
    world.objects.setRuleHooks({ externalFilter: async () => ({ kind: 'later', text: 'busy' }) });
    await send();
    world.objects.setRuleHooks({ externalFilter: async () => ({ kind: 'pass', headers: [] }) });
    world.time.now += 700_000;
    await rules('default');
    await world.objects.delivery.idle();
    expect(await count('bob')).toBe(2);
  });

  it('what the rules of the server change stays with mail that waits', async () => {
    await world.objects.rules.setServer(
      POSTMASTER,
      'mail',
      data('((5,f,(),(("Add Header","X-Server: yes"))))'),
    );
    await send('', { to: ['far@else.example', 'bob'] });
    expect((await texts('bob'))[0]).toContain('X-Server: yes');
    const [waiting] = await world.objects.queue.list(POSTMASTER);
    expect(Buffer.from((await world.store.blobs.get(waiting?.blob ?? '')) ?? '').toString()).toMatch(
      /^X-Server: yes/,
    );
  });
});
