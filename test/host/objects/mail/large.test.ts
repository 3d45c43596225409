/** Mail that is larger or deeper than anybody needs: stored whole, shown as far as it can be read, in bounded memory. */
import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Objects, SYSTEM } from '../../../../host/objects/api.js';
import {
  allParts,
  findPart,
  parseHead,
  parseStructure,
  partText,
} from '../../../../host/objects/mime/index.js';
import { removeFolder } from '../../../tools/folders.js';
import { makeWorld, type World } from '../world.js';

const MB = 1 << 20;
const folder = mkdtempSync(join(tmpdir(), 'postern-large-'));
let world: World;
let objects: Objects;
beforeAll(async () => {
  world = await makeWorld(folder);
  objects = world.objects;
  await objects.accounts.create(SYSTEM, 'ann');
});
afterAll(async () => {
  await world.close();
  removeFolder(folder);
});

const ANN = 'ann@main.example';
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const inbox = () => objects.mailboxes.open(SYSTEM, ANN, 'INBOX');

/** A message with a text and an attachment of so many bytes, in base64. */
function attached(bytes: number): Buffer {
  const line = `${'QUJD'.repeat(19)}\r\n`;
  const lines = Math.ceil(bytes / 57);
  const head = Buffer.from(
    'From: a@b.test\r\nSubject: large\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n' +
      '--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nthe text\r\n' +
      '--x\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n' +
      'Content-Disposition: attachment; filename="large.bin"\r\n\r\n',
  );
  const tail = Buffer.from('--x\r\nContent-Type: text/plain\r\n\r\nthe end\r\n--x--\r\n');
  return Buffer.concat([head, Buffer.alloc(lines * line.length, line), tail]);
}

/** Bytes that the process holds in its heap and outside of it. */
function held(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('an attachment of 200 MB', () => {
  const text = attached(200 * MB);

  it('is stored whole, and given back byte for byte', async () => {
    const { uid } = await objects.messages.append(SYSTEM, await inbox(), text);
    const found = await objects.messages.read(SYSTEM, await inbox(), uid);
    expect(found.length).toBe(text.length);
    expect(digest(found)).toBe(digest(text));
    const view = await objects.views.open(SYSTEM, ANN, { mailbox: 'INBOX', sortField: 'Subject' }, () => {});
    expect(view.head(uid).entries.subject).toEqual(['large']);
    expect(view.record(uid)?.size).toBe(text.length);
    view.close();
  });

  it('is looked at without copies of it', () => {
    const before = held();
    const head = parseHead(text);
    const root = parseStructure(text);
    const attachment = findPart(root, '02');
    const shown = ['01', '03'].map(id => partText(text, findPart(root, id) ?? root).trim());
    const grown = held() - before;
    expect(head.entries.subject).toEqual(['large']);
    expect(shown).toEqual(['the text', 'the end']);
    expect(attachment?.filename).toBe('large.bin');
    expect(Math.abs((attachment?.estimatedSize ?? 0) / (200 * MB) - 1)).toBeLessThan(0.05);
    expect(grown).toBeLessThan(64 * MB);
  });

  it('is read part by part and downloaded in pieces, never whole', async () => {
    const { uid } = await objects.messages.append(SYSTEM, await inbox(), text);
    const { blobs } = world.store;
    const whole = vi.spyOn(blobs, 'get');
    const opened = await objects.messages.open(SYSTEM, await inbox(), uid);
    expect(opened.text.length).toBeLessThan(4096);
    const shown = ['01', '03'].map(id => partText(opened.text, findPart(opened.root, id) ?? opened.root));
    expect(shown.map(each => each.trim())).toEqual(['the text', 'the end']);
    const attachment = findPart(opened.root, '02') ?? opened.root;
    expect(attachment.estimatedSize).toBe(findPart(parseStructure(text), '02')?.estimatedSize);
    const [hash, stored] = [createHash('sha256'), createHash('sha256')];
    let [size, largest] = [0, 0];
    for await (const piece of objects.messages.body(opened, attachment)) {
      hash.update(piece);
      size += piece.length;
      largest = Math.max(largest, piece.length);
    }
    for await (const piece of objects.messages.stored(opened, opened.root)) {
      stored.update(piece);
      largest = Math.max(largest, piece.length);
    }
    expect(hash.digest('hex')).toBe(digest(Buffer.alloc(size, 'ABC')));
    expect(size).toBe(Math.ceil((200 * MB) / 57) * 57);
    expect(stored.digest('hex')).toBe(digest(text));
    expect(largest).toBeLessThanOrEqual(MB);
    expect(whole).not.toHaveBeenCalled();
    whole.mockRestore();
    const gone = await objects.messages.open(SYSTEM, await inbox(), uid);
    await objects.messages.remove(SYSTEM, await inbox(), [uid]);
    expect(gone.root.parts.length).toBe(3);
    await expect(objects.messages.open(SYSTEM, await inbox(), uid)).rejects.toMatchObject({
      code: 'message-unknown',
    });
  });

  it('is delivered, and stored once for all its recipients', async () => {
    await objects.accounts.create(SYSTEM, 'bob');
    const before = world.store.stats().blobBytesWritten;
    await objects.delivery.submit(SYSTEM, { to: [ANN, 'bob@main.example'], text });
    await objects.delivery.idle();
    expect((await objects.mailboxes.open(SYSTEM, 'bob@main.example', 'INBOX')).use.messages).toBe(1);
    // Once in the queue, once with its Return-Path.
    expect(world.store.stats().blobBytesWritten - before).toBeLessThan(2.01 * text.length);
  });
});

describe('nesting', () => {
  const DEEP = 150;
  /** Multiparts in messages in multiparts; a text at each level. */
  function nested(): Buffer {
    let text = 'From: a@b.test\r\nSubject: deep\r\n';
    for (let level = 0; level < DEEP; level++) {
      text += `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\nContent-Type: text/plain\r\n\r\nlevel ${level}\r\n`;
      text += `--b${level}\r\n`;
      if (level % 3 === 2) text += 'Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n';
    }
    text += 'Content-Type: text/plain\r\n\r\nthe core\r\n';
    for (let level = DEEP - 1; level >= 0; level--) text += `--b${level}--\r\n`;
    return Buffer.from(text);
  }

  it('of 100 levels and more is stored whole and shown down to the limit', async () => {
    const text = nested();
    const { uid } = await objects.messages.append(SYSTEM, await inbox(), text);
    expect(digest(await objects.messages.read(SYSTEM, await inbox(), uid))).toBe(digest(text));
    const texts = [...allParts(parseStructure(text))]
      .filter(part => part.type === 'text' && part.parts.length === 0)
      .map(part => /level (\d+)/.exec(partText(text, part))?.[1])
      .filter(level => level !== undefined)
      .map(Number);
    // Messages in between are levels, too.
    expect(texts.slice(0, 70)).toEqual(Array.from({ length: 70 }, (_, level) => level));
    const view = await objects.views.open(SYSTEM, ANN, { mailbox: 'INBOX' }, () => {});
    expect(view.head(uid).entries.subject).toEqual(['deep']);
    view.close();
  });

  it('of 100,000 levels that never end costs what it has bytes', () => {
    const text = Buffer.from(
      Array.from(
        { length: 100_000 },
        (_, level) => `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`,
      ).join(''),
    );
    const before = held();
    const parts = [...allParts(parseStructure(text))];
    expect(parts.length).toBeLessThanOrEqual(2001);
    expect(held() - before).toBeLessThan(64 * MB);
  });
});
