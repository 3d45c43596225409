/** S/MIME over the protocol (ximss.md 13.6): the key of a session, encrypted and signed mail both ways. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SYSTEM } from '../../host/objects/api.js';
import { CERTIFICATE_FILE, KEY_FILE } from '../../host/objects/smime/service.js';
import { TcpClient } from '../conformance/ximss/clients.js';
import { openXimssWorld, type XimssWorld } from '../conformance/ximss/world.js';
import { ask, askFor, baseFixture } from './support.js';

const file = (name: string): Buffer =>
  readFileSync(new URL(`../host/objects/smime/${name}`, import.meta.url));

let world: XimssWorld;
let client: TcpClient;

beforeAll(async () => {
  world = await openXimssWorld(baseFixture());
  const pem = createPrivateKey(file('anna.key')).export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'k\u00e9y',
  });
  const { files } = world.objects;
  await files.write(SYSTEM, 'anna@example.test', KEY_FILE, Buffer.from(pem));
  await files.write(SYSTEM, 'anna@example.test', CERTIFICATE_FILE, file('anna.pem'));
  client = await TcpClient.open(world.port);
  await ask(client, '<login id="l" authData="anna@example.test" password="Anna-pass-1"/>');
  await ask(client, '<folderOpen id="o" folder="I" mailbox="INBOX" mailboxClass=""/>');
});
afterAll(async () => {
  client.close();
  await world.close();
  expect(world.failures).toEqual([]);
});

const errorOf = async (document: string): Promise<string | undefined> =>
  (await ask(client, document)).attributes.errorText;

const UNLOCK = '<SMIMEUnlock id="u" password="k\u00e9y"/>';

/** UID of the newest message. */
async function newest(): Promise<string> {
  await ask(client, '<folderSync id="s" folder="I"/>');
  const uids = await askFor(
    client,
    '<folderBrowse id="b" folder="I"><index from="0" till="99"/></folderBrowse>',
  );
  return String(Math.max(...uids.map(({ attributes }) => Number(attributes.UID ?? 0))));
}

const submit = (attributes: string, to = 'anna@example.test'): string =>
  `<messageSubmit id="m" ${attributes}><EMail><Subject>Secret</Subject><To>${to}</To><MIME type="text" subtype="plain">Secret soup.</MIME></EMail></messageSubmit>`;

test('the key opens with its password only', async () => {
  expect(await errorOf('<SMIMEUnlock id="1" password="wrong"/>')).toBe('incorrect password');
  expect(await errorOf(submit('sign="yes"'))).toBe('the private key is locked');
  expect(await errorOf(UNLOCK)).toBeUndefined();
  expect(await errorOf('<SMIMEModifyPassword id="2" oldPassword="no" newPassword="x"/>')).toBe(
    'incorrect password',
  );
  expect(
    await errorOf('<SMIMEModifyPassword id="3" oldPassword="k\u00e9y" newPassword="n\u00e9w"/>'),
  ).toBeUndefined();
  expect(await errorOf(UNLOCK)).toBe('incorrect password');
  expect(
    await errorOf('<SMIMEModifyPassword id="4" oldPassword="n\u00e9w" newPassword="k\u00e9y"/>'),
  ).toBeUndefined();
  expect(await errorOf(UNLOCK)).toBeUndefined();
});

test('mail is signed and encrypted, and read while the key is unlocked', async () => {
  expect(await errorOf(submit('sign="yes" encrypt="yes" saveSent="yes"'))).toBeUndefined();
  await world.objects.delivery.idle();
  const uid = await newest();
  const read = `<folderRead id="r" folder="I" UID="${uid}" verify="yes"/>`;
  const [open] = await askFor(client, read);
  const shown = open?.raw;
  expect(shown).toContain('<MIME type="multipart" subtype="signed"');
  expect(shown).toContain('signature="valid" signer="anna@example.test"');
  expect(shown).toContain('>Secret soup.');
  expect(await errorOf('<SMIMELock id="k"/>')).toBeUndefined();
  const [closed] = await askFor(client, read);
  expect(closed?.raw).toContain('type="application" subtype="pkcs7-mime"');
  expect(closed?.raw).not.toContain('soup');
  expect(await errorOf(UNLOCK)).toBeUndefined();
  const stored = await world.objects.mailboxes.open(SYSTEM, 'anna@example.test', 'INBOX', 'r');
  const bytes = await world.objects.messages.read(SYSTEM, stored, Number(uid));
  expect(Buffer.from(bytes).includes('soup')).toBe(false);
});

test('nobody gets mail in the clear that was to be encrypted', async () => {
  expect(await errorOf(submit('encrypt="yes"', 'boris@example.test'))).toBe(
    'there is no certificate for boris@example.test',
  );
  const key = file('boris.pem')
    .toString('latin1')
    .replace(/-----[^-]+-----|\s/g, '');
  const card = `<vCard><FN><VALUE>Boris</VALUE></FN><EMAIL><VALUE>boris@example.test</VALUE></EMAIL><KEY><BINVAL>${key}</BINVAL></KEY></vCard>`;
  expect(
    await errorOf(
      `<contactAppend id="c" targetMailbox="Contacts" mailboxClass="IPF.Contact">${card}</contactAppend>`,
    ),
  ).toBeUndefined();
  expect(await errorOf(submit('encrypt="yes"', 'boris@example.test'))).toBeUndefined();
});
