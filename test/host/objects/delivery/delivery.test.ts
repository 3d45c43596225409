/** Mail finds its way: accounts, groups, forwarders, reports, the queue after a restart. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '../../../../host/objects/api.js';
import { fieldValues, valueText } from '../../../../host/objects/messages/head.js';
import { readHead } from '../../../../host/objects/messages/records.js';
import { allParts, parseStructure, partText } from '../../../../host/objects/mime/index.js';
import { removeFolder } from '../../../tools/folders.js';
import { dict, makeWorld, POSTMASTER, user, type World } from '../world.js';

const ann = user('ann', 'main.example');
const bob = user('bob', 'main.example');
let world: World;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-mail-'));
  world = await makeWorld(folder);
  for (const name of ['ann', 'bob', 'cat']) {
    await world.objects.accounts.create(POSTMASTER, name, { settings: dict(`{RealName="${name}";}`) });
  }
});
afterEach(async () => {
  await world.close();
  removeFolder(folder);
});

const mail = (subject: string, extra = '') =>
  Buffer.from(`From: ann@main.example\r\nSubject: ${subject}\r\n${extra}\r\nbody of ${subject}\r\n`);
const send = async (
  to: string[],
  subject = 'x',
  options: { who?: Principal; from?: string; extra?: string; wantsReport?: boolean } = {},
) => {
  const { who = ann, extra, ...rest } = options;
  const id = await world.objects.delivery.submit(who, { to, text: mail(subject, extra), ...rest });
  await world.objects.delivery.idle();
  return id;
};

/** Subjects in a mailbox. */
async function subjects(account: string, box = 'INBOX'): Promise<string[]> {
  const { mailboxes, messages } = world.objects;
  const system: Principal = { kind: 'system' };
  const open = await mailboxes.open(system, account, box, 'r');
  const found: string[] = [];
  for await (const { uid } of messages.all(system, open)) {
    found.push(
      fieldValues(readHead(world.objects.core.store, open.owner.id, open.id, uid), 'subject')
        .map(valueText)
        .join(),
    );
  }
  return found;
}

/** The text of the last message in an INBOX. */
async function last(account: string): Promise<string> {
  const system: Principal = { kind: 'system' };
  const open = await world.objects.mailboxes.open(system, account, 'INBOX', 'r');
  const all = [];
  for await (const each of world.objects.messages.all(system, open)) all.push(each);
  const text = await world.objects.messages.read(system, open, all.at(-1)?.uid ?? 0);
  return Buffer.from(text).toString('latin1');
}

const code = (code: string) => expect.objectContaining({ code });

describe('delivery', () => {
  it('brings a message to accounts, aliases and details, once each', async () => {
    await world.objects.accounts.setAliases(POSTMASTER, 'bob', ['robert']);
    await send(['bob', 'Bob@MAIN.example', 'robert@main.example', 'cat+x@main.example'], 'hello', {
      extra: 'Bcc: secret@x.example\r\n',
    });
    expect(await subjects('bob')).toEqual(['hello']);
    expect(await subjects('cat')).toEqual(['hello']);
    const text = await last('bob');
    expect(text).toMatch(
      /^Return-Path: <ann@main\.example>\r\nReceived: from \[local\] by host\.example with LOCAL id \d+;/,
    );
    expect(text).not.toContain('secret');
    expect(await world.objects.queue.list(POSTMASTER)).toEqual([]);
  });

  it('is counted when statistics are kept', async () => {
    const { server, statistics } = world.objects;
    const count = (name: string, key: string) => statistics.account(POSTMASTER, name, key);
    await send(['bob']);
    await server.update(POSTMASTER, 'settings', dict('{AccountStatistics=YES;}'));
    await send(['bob', 'cat', 'nobody'], 'counted');
    const stored = Buffer.byteLength(await last('bob'), 'latin1');
    expect([count('bob', 'MessagesReceived'), count('bob', 'BytesReceived')]).toEqual(['1', String(stored)]);
    expect([count('ann', 'MessagesSent'), count('bob', 'MessagesSent')]).toEqual(['1', '0']);
    expect(Number(count('ann', 'BytesSent'))).toBeGreaterThan(mail('counted').length);
    // a report about the one that is not there has come back
    expect([count('ann', 'MessagesReceived'), count('cat', 'MessagesReceived')]).toEqual(['1', '1']);
    expect(statistics.domain(POSTMASTER, 'main.example', 'MessagesReceived')).toBe('3');
    expect(statistics.domain(POSTMASTER, 'main.example', 'MessagesSent')).toBe('1');
  });

  it('stores the text once for all', async () => {
    const before = world.store.stats().blobsWritten;
    await send(['bob', 'cat', 'postmaster']);
    expect(world.store.stats().blobsWritten - before).toBe(2);
  });

  it('expands groups, cuts loops', async () => {
    const { groups } = world.objects;
    await groups.create(POSTMASTER, 'team', dict('{Members=(bob,cat,others,far@else.example);}'));
    await groups.create(POSTMASTER, 'others', dict('{Members=(team,bob,postmaster);}'));
    await send(['team', 'bob'], 'to all');
    for (const name of ['bob', 'cat', 'postmaster']) expect(await subjects(name)).toEqual(['to all']);
    expect(
      (await world.objects.queue.list(POSTMASTER, 'else.example'))[0]?.recipients.map(each => each.address),
    ).toEqual(['far@else.example']);
    await groups.set(POSTMASTER, 'team', dict('{Members=(bob);EmailDisabled=YES;}'));
    await send(['team'], 'again');
    expect(await subjects('ann')).toEqual(['Undeliverable mail']);
  });

  it('groups change the message as their settings say', async () => {
    const { groups } = world.objects;
    await groups.create(
      POSTMASTER,
      'team',
      dict('{Members=(ann,bob,inner);SetReplyTo=YES;RemoveToAndCc=YES;RemoveAuthor=YES;RejectAuto=YES;}'),
    );
    await groups.create(POSTMASTER, 'inner', dict('{Members=(cat,team);}'));
    await send(['team'], 'changed', { extra: 'To: secret@x.example\r\nReply-To: me@x.example\r\n' });
    expect(await subjects('ann')).toEqual([]);
    expect(await subjects('bob')).toEqual(['changed']);
    const text = await last('cat');
    expect(text).toMatch(/^Reply-To: team@main\.example\r$/m);
    expect(text).toMatch(/^To: team@main\.example\r$/m);
    expect(text).not.toContain('x.example');
    await send(['team'], 'machine', { extra: 'Auto-Submitted: auto-replied\r\n' });
    expect(await subjects('bob')).toEqual(['changed']);
  });

  it('follows forwarders; null discards', async () => {
    await world.objects.forwarders.create(POSTMASTER, 'sales', 'bob@main.example');
    await world.objects.forwarders.create(POSTMASTER, 'hole', 'null');
    await world.objects.forwarders.create(POSTMASTER, 'ring', 'gnir@main.example');
    await world.objects.forwarders.create(POSTMASTER, 'gnir', 'ring@main.example');
    await send(['sales', 'hole']);
    expect(await subjects('bob')).toEqual(['x']);
    expect(await subjects('ann')).toEqual([]);
    await send(['ring']);
    expect(await subjects('ann')).toEqual(['Undeliverable mail']);
  });

  it('puts mail for a detail into a mailbox that takes mail', async () => {
    const { mailboxes } = world.objects;
    await mailboxes.create(bob, '*', 'Lists');
    await send(['bob+Lists@main.example'], 'closed');
    await mailboxes.control.updateAcl(bob, '*', 'Lists', dict('{anyone=p;}'));
    await send(['bob+Lists@main.example'], 'open');
    expect(await subjects('bob')).toEqual(['closed']);
    expect(await subjects('bob', 'Lists')).toEqual(['open']);
  });

  it('unknown names: report, discard, reroute', async () => {
    await send(['nobody'], 'lost');
    const report = Buffer.from(await last('ann'), 'latin1');
    const [, text, status, header] = [...allParts(parseStructure(report))];
    expect(text && partText(report, text)).toContain('there is no account nobody');
    expect(status && partText(report, status)).toMatch(
      /Final-Recipient: rfc822;nobody\nAction: failed\nStatus: 5\.1\.1/,
    );
    expect(header && partText(report, header)).toContain('Subject: lost');
    expect(report.toString('latin1')).toContain('Return-Path: <>');
    await world.objects.domains.updateSettings(
      POSTMASTER,
      'main.example',
      dict('{MailToUnknown=Discarded;}'),
    );
    await send(['nobody']);
    await world.objects.domains.updateSettings(
      POSTMASTER,
      'main.example',
      dict('{MailToUnknown=Rerouted;MailRerouteAddress=cat;}'),
    );
    await send(['nobody'], 'rerouted');
    expect(await subjects('ann')).toHaveLength(1);
    expect(await subjects('cat')).toEqual(['rerouted']);
  });

  it('tells what an account does not take, and what was delivered', async () => {
    await world.objects.accounts.updateSettings(POSTMASTER, 'bob', dict('{MaxMessageSize=10;}'));
    await world.objects.accounts.updateSettings(POSTMASTER, 'cat', dict('{AccessModes=(POP);}'));
    await send(['bob', 'cat']);
    expect(await last('ann')).toMatch(/Status: 5\.2\.3[\s\S]*Status: 5\.2\.1/);
    await send(['postmaster'], 'wanted', { wantsReport: true });
    expect(await last('ann')).toMatch(/Subject: Delivered mail/);
  });

  it('a suspended domain takes its mail later', async () => {
    await world.objects.domains.create(POSTMASTER, 'two.example', dict('{}'));
    await world.objects.accounts.create(POSTMASTER, 'dan@two.example', { settings: dict('{}') });
    await world.objects.domains.suspend(POSTMASTER, 'two.example');
    await send(['dan@two.example'], 'later');
    expect(await world.objects.queue.list(POSTMASTER)).toHaveLength(1);
    await world.objects.domains.resume(POSTMASTER, 'two.example');
    world.time.now += 700_000;
    await world.objects.delivery.idle();
    expect(await subjects('dan@two.example')).toEqual(['later']);
  });

  it('ends loops', async () => {
    await send(['bob'], 'loop', { extra: 'Received: by x\r\n'.repeat(30) });
    expect(await subjects('bob')).toEqual([]);
    expect(await last('ann')).toContain('5.4.6');
  });

  const refused: readonly [
    why: string,
    to: string[],
    options: { who?: Principal; from?: string },
    error: string,
  ][] = [
    ['no recipient', ['', ' '], {}, 'failed'],
    ['a malformed recipient', ['a b'], {}, 'illegal-value'],
    ['line breaks', ['a\r\nX: y@main.example'], {}, 'illegal-value'],
    ['the name of somebody else', ['bob'], { from: 'cat@main.example' }, 'no-rights'],
    ['a foreign name', ['bob'], { from: 'x@else.example' }, 'no-rights'],
    ['visitors', ['bob'], { who: { kind: 'nobody', domain: null }, from: 'ann@main.example' }, 'no-rights'],
  ];
  it.each(refused)('refuses %s', async (_why, to, options, error) => {
    await expect(send(to, 'x', options)).rejects.toEqual(code(error));
    expect(await world.objects.queue.list(POSTMASTER)).toEqual([]);
  });

  it('admits aliases and what the settings name as sender', async () => {
    await world.objects.accounts.setAliases(POSTMASTER, 'ann', ['annie']);
    await world.objects.accounts.updateSettings(
      POSTMASTER,
      'ann',
      dict('{SenderAddresses=("sales@else.example");}'),
    );
    await send(['bob'], 'a', { from: 'annie@main.example' });
    await send(['bob'], 'b', { from: 'Sales@else.example' });
    expect(await subjects('bob')).toEqual(['a', 'b']);
  });
});

describe('the queue', () => {
  it('holds mail for other hosts, over restarts, until it is too old', async () => {
    await send(['far@else.example', 'bob'], 'away');
    expect(await subjects('bob')).toEqual(['away']);
    await world.close();
    world = await makeWorld(folder);
    await world.objects.delivery.idle();
    expect(await subjects('bob')).toEqual(['away']);
    const info = await world.objects.queue.info(POSTMASTER, 'SMTP', 'ELSE.example');
    expect(info.entries.nTotal).toBe(1);
    expect(info.entries.lastError).toContain('no way');
    expect(
      Object.keys((await world.objects.queue.info(POSTMASTER, 'SMTP', 'other.example')).entries),
    ).toEqual([]);
    world.time.now += 4 * 86_400_000;
    await world.objects.delivery.idle();
    expect(await world.objects.queue.list(POSTMASTER)).toEqual([]);
    expect(await subjects('ann')).toEqual(['Undeliverable mail']);
  });

  it('is delivered after a restart when nobody had time before', async () => {
    await world.objects.delivery.close();
    const { queue, core } = world.objects;
    const { id: blob, size } = await core.store.blobs.put(mail('kept'));
    await queue.apply({
      added: [
        {
          id: await queue.nextId(),
          time: world.time.now,
          from: '',
          sender: null,
          source: 'X',
          address: '',
          blob,
          size,
          wantsReport: false,
          to: ['bob'],
        },
      ],
    });
    await world.close();
    world = await makeWorld(folder);
    await world.objects.delivery.idle();
    expect(await subjects('bob')).toEqual(['kept']);
    expect((await world.store.verify()).problems).toEqual([]);
  });

  it('is held, released, rejected by administrators', async () => {
    const { queue } = world.objects;
    const id = await send(['far@else.example']);
    await queue.hold(POSTMASTER, id, true);
    world.time.now += 5 * 86_400_000;
    await world.objects.delivery.idle();
    expect((await queue.list(POSTMASTER))[0]?.recipients[0]?.isHeld).toBe(true);
    await queue.hold(POSTMASTER, id, false);
    await world.objects.delivery.idle();
    expect(await queue.list(POSTMASTER)).toEqual([]);
    await queue.reject(POSTMASTER, String(await send(['far@else.example'])), 'spam');
    await world.objects.delivery.idle();
    expect(await last('ann')).toContain('spam');
    await queue.reject(POSTMASTER, String(await send(['far@else.example'])), 'NONDN');
    await send(['far@else.example']);
    expect(await queue.rejectBySender(POSTMASTER, 'ann@main.example', 'NONDN')).toBe(1);
    await world.objects.delivery.idle();
    expect(await subjects('ann')).toHaveLength(2);
    await expect(queue.reject(POSTMASTER, '999999')).rejects.toEqual(code('message-unknown'));
    await expect(queue.reject(POSTMASTER, 'x')).rejects.toEqual(code('message-unknown'));
    await expect(queue.list(ann)).rejects.toEqual(code('no-rights'));
    await expect(queue.reject(ann, '1')).rejects.toEqual(code('no-rights'));
  });
});
