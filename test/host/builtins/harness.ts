/** Real programs in real sandboxes against a real server: what they give back, as text in Data format. */

import { SYSTEM } from '../../../host/objects/api.js';
import { dictOf } from '../../../stdlib/values/index.js';
import { basic, MAIN, startTestServer, type TestServer } from '../server/harness.js';

export { MAIN } from '../server/harness.js';

const PASSWORD = 'test-password-1';

/** A server with accounts, and a way to run programs on their behalf. */
export interface Bench {
  readonly test: TestServer;
  /**
   * Runs statements that put their results into the array `r`; gives its text in Data format.
   * @param who account of the main domain; null: a visitor
   */
  run(statements: string, who?: string | null): Promise<string>;
  /** Runs a whole program and gives the answer. */
  request(
    source: string,
    who?: string | null,
    init?: RequestInit,
    query?: string,
  ): ReturnType<TestServer['get']>;
  stop(): Promise<void>;
}

/** Starts a server; `accounts` are made in the main domain, with their rights. */
export async function startBench(
  accounts: Readonly<Record<string, readonly string[]>> = {},
  set: Readonly<Record<string, string>> = {},
): Promise<Bench> {
  const test = await startTestServer(set);
  const { objects } = test.server;
  for (const [name, rights] of Object.entries(accounts)) {
    await objects.accounts.create(SYSTEM, `${name}@${MAIN}`, { settings: dictOf([['Password', PASSWORD]]) });
    if (rights.length > 0) await objects.rights.setRights(SYSTEM, `${name}@${MAIN}`, rights);
  }
  let count = 0;
  const request: Bench['request'] = async (source, who = null, init = {}, query = '') => {
    const file = `t${++count}.wcgp`;
    await test.put({ [file]: source });
    const headers = {
      ...(init.headers as Record<string, string>),
      ...(who === null ? {} : basic(who, PASSWORD)),
    };
    return test.get(`${who === null ? '' : '/auth'}/${file}${query}`, { ...init, headers });
  };
  return {
    test,
    request,
    run: async (statements, who = null) => {
      const source = `entry Main is
        r = NewArray();
        ${statements}
        SetHTTPResponseData(ObjectToString(r));
      end entry;`;
      const { status, body } = await request(source, who);
      return status === 200 ? body : `status ${status}`;
    },
    stop: () => test.stop(),
  };
}
