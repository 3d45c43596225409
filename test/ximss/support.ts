/** What the tests of the protocol share. */
import { fileURLToPath } from 'node:url';
import type { Client } from '../conformance/ximss/clients.js';
import { type Fixture, readFixture } from '../conformance/ximss/fixture.js';
import type { Message } from '../conformance/ximss/tree.js';
import { PATIENCE } from '../tools/patience.js';

/** The fixture of the project's scenarios. */
export function baseFixture(): Fixture {
  return readFixture(
    fileURLToPath(new URL('../conformance/vectors/ximss/fixtures/base.json', import.meta.url)),
  );
}

/** The next messages, up to the one that fits. */
export async function until(client: Client, fits: (message: Message) => boolean): Promise<Message> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    for (let message = client.inbox.shift(); message !== undefined; message = client.inbox.shift()) {
      if (fits(message)) return message;
    }
    if (Date.now() > end || client.isClosed) throw new Error('the message did not come');
    await client.news(end);
  }
}

/** Fits the response with this id. */
export const response =
  (id: string) =>
  ({ name, attributes }: Message): boolean =>
    name === 'response' && attributes.id === id;

/** Sends a request and waits for its response. */
export async function ask(client: Client, document: string): Promise<Message> {
  client.send([document]);
  return until(client, response(/ id="([^"]*)"/.exec(document)?.[1] ?? ''));
}

/** Sends a request and gives the data messages of its answer, which must be a success. */
export async function askFor(client: Client, document: string): Promise<Message[]> {
  const id = / id="([^"]*)"/.exec(document)?.[1] ?? '';
  const found: Message[] = [];
  client.send([document]);
  const answer = await until(client, message => {
    if (message.attributes.id === id && message.name !== 'response') found.push(message);
    return response(id)(message);
  });
  if (answer.attributes.errorText !== undefined) throw new Error(answer.raw);
  return found;
}

/** The login of the fixture's first account. */
export const LOGIN = '<login id="l" authData="anna@example.test" password="Anna-pass-1"/>';
