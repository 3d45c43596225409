/** Old messages: Trash and Junk at the end of sessions, deletion and archiving once a day. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '../../../../host/objects/api.js';
import { dict, makeWorld, POSTMASTER, user, type World } from '../world.js';

const SYSTEM: Principal = { kind: 'system' };
const ann = user('ann', 'main.example');
const DAY = 86_400_000;
let world: World;

beforeEach(async () => {
  world = await makeWorld();
  await world.objects.accounts.create(POSTMASTER, 'ann');
});
afterEach(() => world.close());

/** Stores a message that is so many days old. */
async function put(box: string, subject: string, age = 0): Promise<void> {
  const { mailboxes, messages } = world.objects;
  const open = await mailboxes.openOrMake(ann, '*', box, '', 'i');
  const internalDate = world.time.now - age * DAY;
  await messages.append(ann, open, Buffer.from(`Subject: ${subject}\r\n\r\nx\r\n`), { internalDate });
}
async function count(box: string): Promise<number> {
  const open = await world.objects.mailboxes.open(SYSTEM, 'ann', box, 'r').catch(() => null);
  return open?.use.messages ?? -1;
}
/** A session that lasts a moment. */
async function visit(): Promise<void> {
  const { id } = await world.objects.sessions.open({
    kind: 'web',
    account: 'ann',
    domain: 'main.example',
    address: '10.0.0.1',
    secure: true,
    fixedAddress: false,
    useCookie: false,
  });
  world.objects.sessions.close(id, 'bye');
  await world.objects.idle();
}
const wait = (days: number) => {
  world.time.now += days * DAY;
};

describe('at the end of a session', () => {
  it('what lay in Trash for the time goes, however old the messages are themselves', async () => {
    await put('Trash', 'old mail, thrown away today', 400);
    await put('INBOX', 'not thrown away', 400);
    await visit();
    expect(await count('Trash')).toBe(1);
    wait(10);
    await put('Trash', 'thrown away later');
    await visit();
    wait(4);
    await visit();
    expect(await count('Trash')).toBe(2);
    wait(2);
    await visit();
    expect(await count('Trash')).toBe(1);
    wait(15);
    await visit();
    expect([await count('Trash'), await count('INBOX')]).toEqual([0, 1]);
  });

  it('preferences name the mailboxes and the times', async () => {
    await world.objects.preferences.update(
      ann,
      '*',
      dict('{TrashBox=Bin;EmptyTrash=never;JunkBox=Spam;EmptyJunk=1d;}'),
    );
    await put('Bin', 'x');
    await put('Spam', 'x');
    await put('Junk', 'x');
    await visit();
    wait(30);
    await visit();
    expect([await count('Bin'), await count('Spam'), await count('Junk')]).toEqual([1, 0, 1]);
  });
});

describe('once a day', () => {
  const set = (text: string) => world.objects.accounts.updateSettings(POSTMASTER, 'ann', dict(text));

  it('messages are deleted and archived by their age', async () => {
    await set('{DeleteMessagesAfter=90d;ArchiveMessagesAfter=30d;}');
    for (const age of [1, 40, 100]) {
      await put('INBOX', `${age} days`, age);
      await put('Work/Old', `${age} days`, age);
      await put('Drafts', `${age} days`, age);
    }
    await world.objects.mailboxes.create(ann, '*', 'Tasks', 'IPF.Task');
    await put('Tasks', 'a task', 400);
    await world.objects.expiry.daily();
    expect(await count('INBOX')).toBe(1);
    expect(await count('Archive/INBOX')).toBe(1);
    expect([await count('Work/Old'), await count('Archive/Work/Old')]).toEqual([1, 1]);
    expect([await count('Drafts'), await count('Tasks')]).toEqual([2, 1]);
    wait(51);
    await world.objects.expiry.daily();
    expect([await count('Archive/INBOX'), await count('INBOX')]).toEqual([1, 0]);
  });

  it('and not twice in a day, nor without the settings', async () => {
    await put('INBOX', 'old', 1000);
    await world.objects.expiry.daily();
    expect(await count('INBOX')).toBe(1);
    await set('{DeleteMessagesAfter=90d;}');
    wait(0.5);
    await world.objects.expiry.daily();
    expect(await count('INBOX')).toBe(1);
    wait(0.6);
    await world.objects.expiry.daily();
    expect(await count('INBOX')).toBe(0);
  });
});
