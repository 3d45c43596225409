import { interleaveFigures } from '../lib/measure.mjs';
import { built, cpuOf, many, openBench, rawScan } from '../lib/store.mjs';

const SMALL = 1_000;
const LARGE = 100_000;
const OWNER = 'big@main.test';

/** A message of about 2 KB with a header of its own. */
const messageOf = number =>
  Buffer.from(
    `Received: from a.test by main.test with LOCAL id ${number}; Wed, 25 Nov 2026 10:00:00 +0000\r\n` +
      `From: "Sender ${number % 97}" <sender${number % 97}@a.test>\r\nTo: <${OWNER}>\r\n` +
      `Subject: Message number ${number} about nothing\r\nDate: Wed, 25 Nov 2026 10:00:00 +0000\r\n` +
      `Message-ID: <${number}@a.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n` +
      'A line of text that is as long as lines of text are in most messages.\r\n'.repeat(22),
  );

export default {
  id: 'mailbox',
  title: `a mailbox of ${LARGE.toLocaleString('en')} messages`,
  figures: {
    'view opened / raw scan, per message': { atMost: 1.5 },
    'append: 100,000 / 1,000 there': { atMost: 1.3 },
    'flag change: 100,000 / 1,000 there': { atMost: 1.3 },
  },
  async measure() {
    const bench = await openBench();
    const { objects, SYSTEM, level } = bench;
    const { mailboxes, messages, views } = objects;
    try {
      const boxes = {};
      for (const [name, size] of [
        ['small', SMALL],
        ['large', LARGE],
      ]) {
        await objects.accounts.create(SYSTEM, `${name}@main.test`);
        const box = await mailboxes.open(SYSTEM, `${name}@main.test`, 'INBOX');
        await many(size, 128, i => messages.append(SYSTEM, box, messageOf(i)));
        boxes[name] = { name, box, next: size };
      }
      await bench.store.compact();
      const { messagesOf } = await built('host/objects/messages/records.js');
      const { parseFlags } = await built('host/objects/messages/flags.js');
      const { owner, id } = boxes.large.box;
      const range = messagesOf(owner.id, id);
      const open = async () => {
        const view = await views.open(SYSTEM, 'large@main.test', { mailbox: 'INBOX' }, () => undefined);
        if (view.size < LARGE) throw new Error(`the view has ${view.size} messages`);
        view.close();
      };
      const seen = await interleaveFigures(
        { raw: () => cpuOf(LARGE, () => rawScan(level, range)), view: () => cpuOf(LARGE, open) },
        { rounds: 9 },
      );
      const STEP = 256;
      const append = of => () =>
        cpuOf(STEP, () => many(STEP, 32, () => messages.append(SYSTEM, of.box, messageOf(of.next++))));
      const appended = await interleaveFigures(
        { small: append(boxes.small), large: append(boxes.large) },
        { rounds: 11 },
      );
      // The same messages get the flag and lose it, so that every change is one.
      const flag = of => async () => {
        of.turn = (of.turn ?? 0) + 1;
        const list = parseFlags(of.turn % 2 === 1 ? 'Flagged' : 'Unflagged');
        const size = of.name === 'small' ? SMALL : LARGE;
        const change = i => messages.setFlags(SYSTEM, of.box, [1 + ((i * 7919) % size)], list);
        return cpuOf(STEP, () => many(STEP, 32, change));
      };
      const flagged = await interleaveFigures(
        { small: flag(boxes.small), large: flag(boxes.large) },
        { rounds: 11 },
      );
      const us = value => value.toFixed(value < 10 ? 2 : 0);
      return {
        'view opened / raw scan, per message': seen.ratio('view', 'raw'),
        'append: 100,000 / 1,000 there': appended.ratio('large', 'small'),
        'flag change: 100,000 / 1,000 there': flagged.ratio('large', 'small'),
        about: `µs of processor time a message: raw scan ${us(seen.us('raw'))}, view ${us(seen.us('view'))}; append ${us(appended.us('small'))} and ${us(appended.us('large'))}; flag ${us(flagged.us('small'))} and ${us(flagged.us('large'))}`,
      };
    } finally {
      await bench.end();
    }
  },
};
