/** taskStart runs programs of the skin as tasks, and sessions exchange events with them (ximss.md 13.5). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TcpClient } from '../../conformance/ximss/clients.js';
import { ask, askFor, until } from '../../ximss/support.js';
import { MAIN, startTestServer, type TestServer } from './harness.js';

let test: TestServer;
let client: TcpClient;
beforeAll(async () => {
  test = await startTestServer();
  await test.put({
    'echo.wcgp': `entry Main is
  event = ReadInput(20);
  while event == null or event.what != "stop" loop
    if event != null then
      text = MyEmail() + " " + ObjectToString(Vars().startParameter) + " " + event.parameter;
      Void(SendEvent(event.sender, "answer", text));
    end if;
    event = ReadInput(20);
  end loop;
end entry;
entry Other is
  event = ReadInput(20);
  Void(SendEvent(event.sender, "other", "here"));
end entry;`,
  });
  client = await TcpClient.open(test.server.address('XIMSSI').port);
  const password = test.server.firstPassword ?? '';
  const login = await ask(client, `<login id="l" authData="postmaster@${MAIN}" password="${password}"/>`);
  expect(login.attributes.errorText).toBeUndefined();
});
afterAll(async () => {
  client?.close();
  await test.stop();
});

const start = async (attributes: string, body = ''): Promise<string> => {
  const [started] = await askFor(client, `<taskStart id="s" ${attributes}>${body}</taskStart>`);
  expect(started?.attributes.taskRef).toMatch(/^task-\d+$/);
  return started?.attributes.taskRef ?? '';
};

/** Events may come before the response: nobody waits for it. */
const send = (task: string, name: string, body = ''): void =>
  client.send([`<taskSendEvent id="e" taskRef="${task}" eventName="${name}">${body}</taskSendEvent>`]);

it('a program gets its parameters and events, and answers the session', async () => {
  const task = await start('programName="Echo"', '<param>one</param><param>2</param>');
  send(task, 'ping', 'hello');
  const event = await until(client, ({ name }) => name === 'taskEvent');
  expect(event.attributes).toMatchObject({ eventName: 'answer', taskRef: task });
  expect(event.text).toBe(`postmaster@${MAIN} (one,2) hello`);
  send(task, 'stop');
  await expect
    .poll(
      async () =>
        (await ask(client, `<taskSendEvent id="g" taskRef="${task}" eventName="ping"/>`)).attributes,
    )
    .toMatchObject({ errorNum: '568', errorText: 'async Object not found' });
});

it('entries are found in any letter case', async () => {
  const task = await start('programName="echo.wcgp" entry="OTHER"');
  send(task, 'ping');
  expect((await until(client, ({ name }) => name === 'taskEvent')).attributes.eventName).toBe('other');
});

it.each([
  'programName="nosuch"',
  'programName="echo" entry="nosuch"',
  'programName="../echo"',
  'programName=""',
])('there is no %s', async attributes => {
  const answer = await ask(client, `<taskStart id="n" ${attributes}/>`);
  expect(answer.attributes).toMatchObject({ errorNum: '568', errorText: 'unknown program' });
});
