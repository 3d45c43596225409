/** One scenario, step by step. */
import { setTimeout as pause } from 'node:timers/promises';
import { PATIENCE } from '../../tools/patience.js';
import { type Client, TcpClient, WsClient } from './clients.js';
import { compute } from './compute.js';
import type { Fixture } from './fixture.js';
import { HttpClient, type Reply } from './httpclient.js';
import { Matcher, wrongElement, wrongText } from './match.js';
import {
  fail,
  filled,
  type HttpStep,
  Mismatch,
  type Scenario,
  type Step,
  type Variables,
} from './scenario.js';
import { type Message, readTree } from './tree.js';
import type { XimssWorld } from './world.js';

/** Milliseconds that a step takes by default, and how long it looks for messages that must not come. */
const USUAL = 5000;
const AFTER = 50;

/** What must come is waited for longer than the scenario says: it need not have been written for slow machines. */
const patient = (step: Step): number => Math.max(step.within ?? USUAL, PATIENCE);

export class Run {
  private readonly variables: Variables = new Map();
  private readonly clients = new Map<string, Client>();
  private readonly http = new Map<string, HttpClient>();
  private readonly background = new Map<string, Promise<Reply>>();

  constructor(
    private readonly world: XimssWorld,
    private readonly fixture: Fixture,
    private readonly scenario: Scenario,
  ) {}

  /** Null when all steps hold. */
  async all(): Promise<string | null> {
    for (const [number, step] of this.scenario.steps.entries()) {
      try {
        await this.step(step);
      } catch (error) {
        if (!(error instanceof Mismatch)) throw error;
        return `step ${number + 1}: ${error.message}`;
      }
    }
    return null;
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
    for (const client of this.http.values()) client.close();
  }

  private async step(step: Step): Promise<void> {
    if (step.wait !== undefined) await pause(step.wait);
    const started = Date.now();
    for (const [name, { fn, args }] of Object.entries(step.compute ?? {})) {
      this.variables.set(
        name,
        compute(
          fn,
          args.map(argument => filled(argument, this.variables)),
        ),
      );
    }
    const name = step.conn ?? 'A';
    if (this.scenario.transport === 'http') await this.httpStep(step, name);
    else await this.streamStep(step, name);
    if (step.minTime !== undefined && Date.now() - started < step.minTime)
      fail(`took ${Date.now() - started} ms only`);
  }

  // --- tcp and ws

  private async clientOf(name: string): Promise<Client> {
    const known = this.clients.get(name);
    if (known !== undefined) return known;
    const { port, httpPort } = this.world;
    const client =
      this.scenario.transport === 'tcp' ? await TcpClient.open(port) : await WsClient.open(httpPort, {});
    if (client === null) fail('no connection');
    this.clients.set(name, client);
    return client;
  }

  private async streamStep(step: Step, name: string): Promise<void> {
    if (step.compute !== undefined) return;
    if (step.open !== undefined) return this.open(step, name);
    const client = await this.clientOf(name);
    if (step.startTls) {
      if (client instanceof TcpClient) await client.startTls();
      return;
    }
    if (step.login !== undefined) return this.loginStream(client, step.login);
    this.sendStep(step, client);
    if (!step.split) await this.expect(step, client);
  }

  private async open(step: Step, name: string): Promise<void> {
    const { port, httpPort } = this.world;
    const client =
      this.scenario.transport === 'tcp'
        ? await TcpClient.open(step.open?.port === 'http' ? httpPort : port)
        : await WsClient.open(httpPort, step.open ?? {});
    if (client !== null) this.clients.set(name, client);
  }

  private sendStep(step: Step, client: Client): void {
    if (step.send !== undefined) {
      client.send([step.send].flat().map(document => filled(document, this.variables)));
    }
    if (step.sendText !== undefined) client.sendText(filled(step.sendText, this.variables));
    if (step.sendBinary !== undefined && client instanceof WsClient) {
      client.sendBinary(Buffer.from(step.sendBinary, 'base64'));
    }
    if (step.generate !== undefined) {
      const { prefix, fill, count, suffix } = step.generate;
      client.send([prefix + fill.repeat(count) + suffix]);
    }
  }

  private async loginStream(client: Client, account: string): Promise<void> {
    const { email, password } = this.credentials(account);
    client.send([`<login id="login" authData="${email}" password="${password}"/>`]);
    const step: Step = {
      expect: [{ el: 'session' }, { el: 'response', attrs: { id: 'login' }, absent: ['errorText'] }],
    };
    await this.expect(step, client);
  }

  private credentials(name: string): { readonly email: string; readonly password: string } {
    const found = this.fixture.accounts.find(account => account.name === name) ?? fail(`no account ${name}`);
    return { email: `${found.name}@${found.domain}`, password: found.password };
  }

  /** Takes messages until everything that has to come has come. */
  private async expect(step: Step, client: Client): Promise<void> {
    const waitsOnly = step.await === true && (step.expect ?? []).length === 0;
    const deadline = Date.now() + (waitsOnly && !step.closed ? (step.within ?? USUAL) : patient(step));
    const matcher = this.matcher(step);
    const kept: Message[] = [];
    let until = deadline;
    let isDone = false;
    for (;;) {
      for (let message = client.inbox.shift(); message !== undefined; message = client.inbox.shift()) {
        const { matched, why } = matcher.take(message);
        if (why !== null) fail(why);
        if (!matched && message.attributes.id === undefined) kept.push(message);
      }
      if (!isDone && matcher.isDone && !waitsOnly && !(step.closed && !client.isClosed)) {
        isDone = true;
        until = Math.min(deadline, Date.now() + AFTER);
      }
      if (Date.now() >= until || (client.isClosed && client.inbox.length === 0)) break;
      await client.news(until);
    }
    client.inbox.unshift(...kept);
    if (!matcher.isDone) fail(matcher.missing);
    if (step.closed && !client.isClosed) fail('the connection is still open');
    if (step.closeCode !== undefined && client.closeCode !== step.closeCode)
      fail(`close code ${client.closeCode}`);
  }

  private matcher(step: Step): Matcher {
    return new Matcher(
      step.expect ?? [],
      { none: step.expectNone ?? [], strict: step.strict ?? false, unordered: step.unordered ?? false },
      this.variables,
    );
  }

  // --- http

  private httpOf(name: string): HttpClient {
    const known = this.http.get(name) ?? new HttpClient(this.world.httpPort);
    this.http.set(name, known);
    return known;
  }

  private async httpStep(step: Step, name: string): Promise<void> {
    const client = this.httpOf(name);
    if (step.login !== undefined) return this.loginHttp(client, name, step.login);
    if (step.background !== undefined && step.request !== undefined) {
      const before = this.world.requests();
      this.background.set(step.background, client.run(this.filledRequest(step.request), !step.ignoreCookies));
      const end = Date.now() + PATIENCE;
      while (this.world.requests() === before && Date.now() < end) await pause(5);
      await pause(50);
      return;
    }
    const pending =
      step.join === undefined ? this.started(step, name, client) : this.background.get(step.join);
    if (pending === undefined) return;
    const limit = patient(step);
    const reply = await Promise.race([pending, pause(limit, null, { ref: false })]);
    this.checkReply(step, reply ?? fail(`no reply within ${limit} ms`));
  }

  private started(step: Step, name: string, client: HttpClient): Promise<Reply> | undefined {
    if (step.request !== undefined) return client.run(this.filledRequest(step.request), !step.ignoreCookies);
    if (step.send === undefined) return undefined;
    const documents = [step.send].flat().map(document => filled(document, this.variables));
    return client.run({
      method: 'POST',
      path: `/Session/${this.variables.get(`${name}.session`)}/sync`,
      headers: { 'Content-Type': 'text/xml' },
      body: `<XIMSS>${documents.join('')}</XIMSS>`,
    });
  }

  private filledRequest(request: HttpStep): HttpStep {
    const fill = (text: string): string => filled(text, this.variables);
    const all = (texts: Readonly<Record<string, string>> = {}): Record<string, string> =>
      Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, fill(value)]));
    return {
      method: request.method,
      path: fill(request.path),
      ...(request.query === undefined ? {} : { query: all(request.query) }),
      ...(request.headers === undefined ? {} : { headers: all(request.headers) }),
      ...(request.body === undefined ? {} : { body: fill(request.body) }),
    };
  }

  private async loginHttp(client: HttpClient, name: string, account: string): Promise<void> {
    const { email, password } = this.credentials(account);
    const query = { errorAsXML: '1', userName: email, password };
    const reply = await client.run({ method: 'GET', path: '/XIMSSLogin/', query });
    const session = readTree(reply.body).children[0];
    if (session?.name !== 'session') fail(`login of ${account}: ${reply.body}`);
    this.variables.set(`${name}.session`, session.attributes.urlID ?? '');
  }

  private checkReply(step: Step, reply: Reply): void {
    const wanted = step.status === undefined ? null : [step.status].flat();
    if (wanted !== null && !wanted.includes(reply.status)) {
      fail(`status ${reply.status} ${reply.reason}, not ${wanted.join(' or ')}: ${reply.body.slice(0, 300)}`);
    }
    const check = (why: string | null): void => {
      if (why !== null) fail(why);
    };
    if (step.reason !== undefined) check(wrongText('reason', reply.reason, step.reason, this.variables));
    for (const [name, text] of Object.entries(step.respHeaders ?? {})) {
      check(wrongText(name, reply.headers[name] ?? '', text, this.variables));
    }
    const { rawStarts, rawContains, rawEquals } = step;
    const fill = (text: string): string => filled(text, this.variables);
    if (rawStarts !== undefined && !reply.body.startsWith(fill(rawStarts)))
      fail(`begins ${reply.body.slice(0, 300)}`);
    if (rawContains !== undefined && !reply.body.includes(fill(rawContains)))
      fail(`is ${reply.body.slice(0, 300)}`);
    if (rawEquals !== undefined && reply.body !== fill(rawEquals))
      fail(`is ${JSON.stringify(reply.body.slice(0, 300))}`);
    if (step.noXml || (step.expect === undefined && step.root === undefined && step.expectNone === undefined))
      return;
    const root = readTree(reply.body);
    if (step.noWhitespaceNodes && root.hasBlanks) fail('white space between elements');
    if (step.root !== undefined) check(wrongElement(root, step.root, this.variables, this.variables));
    const matcher = this.matcher(step);
    for (const child of root.children) {
      const { why } = matcher.take(Object.assign(child, { raw: '' }));
      check(why === null ? null : `${why} in ${reply.body.slice(0, 500)}`);
    }
    if (!matcher.isDone) fail(`${matcher.missing} in ${reply.body.slice(0, 500)}`);
  }
}
