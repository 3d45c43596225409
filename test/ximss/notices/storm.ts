/** What changes while clients watch: deliveries, flags, removals; commands of an administrator; instant messages. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Objects, SYSTEM } from '../../../host/objects/api.js';
import type { Box } from '../../../host/objects/mailboxes/types.js';
import { parseFlags } from '../../../host/objects/messages/flags.js';
import { TcpClient } from '../../conformance/ximss/clients.js';
import { ask } from '../support.js';
import type { Ledger } from './ledger.js';
import type { Ground } from './links.js';

const FLAGS = [
  'Seen',
  'Unseen',
  'Flagged',
  'Unflagged',
  'Answered',
  'Label1',
  'NotLabel1',
  'Junk',
  'NotJunk',
];

/** Changes mail until it is over. */
export async function changeMail(
  objects: Objects,
  ground: Ground,
  boxes: readonly Box[],
  isOn: () => boolean,
): Promise<number> {
  const { random } = ground;
  const uids = new Map(boxes.map(box => [box, [] as number[]]));
  let count = 0;
  while (isOn()) {
    const box = random.pick(boxes) as Box;
    const known = uids.get(box) ?? [];
    const what = random.next();
    if (what < 0.45 || known.length < 5) {
      const text = Buffer.from(`From: boris@example.test\r\nSubject: ${count}\r\n\r\nbody\r\n`);
      known.push((await objects.messages.append(SYSTEM, box, text)).uid);
    } else if (what < 0.8) {
      const some = [random.pick(known) ?? 0, random.pick(known) ?? 0];
      await objects.messages.setFlags(SYSTEM, box, some, parseFlags(random.pick(FLAGS) ?? 'Seen'));
    } else {
      const [uid = 0] = known.splice(random.below(known.length), 1);
      await objects.messages.remove(SYSTEM, box, [uid]);
    }
    count++;
    // bursts, and times of rest
    await pause(random.chance(0.3) ? 0 : random.below(random.chance(0.05) ? 500 : 40));
  }
  return count;
}

/** Commands of an administrator over the protocol. */
export async function command(ground: Ground, ledger: Ledger, isOn: () => boolean): Promise<void> {
  const client = await TcpClient.open(ground.port);
  const cli = async (text: string): Promise<void> => {
    const quoted = text.replace(/"/g, '&quot;');
    const answer = await ask(client, `<cliExecute id="c">${quoted}</cliExecute>`);
    if (answer.attributes.errorText !== undefined) throw new Error(`${text}: ${answer.attributes.errorText}`);
  };
  await ask(client, '<login id="l" authData="postmaster@example.test" password="Master-pass-1"/>');
  for (let i = 0; isOn(); i++) {
    if (i % 3 === 0) {
      const text = `alert ${i}`;
      await cli(`POSTACCOUNTALERT anna@example.test ALERT "${text}"`);
      ledger.alerts.push(text);
    } else if (i % 3 === 1) {
      await cli(`CREATEMAILBOX anna@example.test MAILBOX "Box ${i}"`);
      ledger.boxes.push(`created Box ${i}`);
    } else {
      await cli(`DELETEMAILBOX anna@example.test MAILBOX "Box ${i - 1}"`);
      ledger.boxes.push(`removed Box ${i - 1}`);
    }
    await pause(300 + ground.random.below(900));
  }
  client.close();
}

/** Instant messages of another user. */
export async function chat(ground: Ground, ledger: Ledger, isOn: () => boolean): Promise<void> {
  const client = await TcpClient.open(ground.port);
  await ask(client, '<login id="l" authData="boris@example.test" password="Boris-pass-1"/>');
  for (let i = 0; isOn(); i++) {
    const text = `message ${i}`;
    const answer = await ask(client, `<sendIM id="i" peer="anna@example.test"><body>${text}</body></sendIM>`);
    if (answer.attributes.errorText === undefined) ledger.messages.push(text);
    await pause(ground.random.below(400));
  }
  client.close();
}
