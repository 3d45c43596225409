/** The account report: for administrators, about a domain. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { basic, PASSWORD, type Site, startSite, USER } from './server.js';

const url = '/sys/accounts.wcgp';
let site: Site;

beforeAll(async () => {
  site = await startSite('accounts');
});
afterAll(() => site.stop());

const postmaster = () => ({ headers: basic('postmaster@example.test', site.server.firstPassword ?? '') });

it.each([
  ['nobody', {}],
  ['a wrong password', basic('postmaster@example.test', 'wrong "password"')],
  ['an account without rights', basic(USER, PASSWORD)],
  ['nonsense', { Authorization: 'Basic ????' }],
])('does not let in %s', async (_, headers) => {
  const { status, headers: answer, text } = await site.get(url, { headers });
  expect([400, 401]).toContain(status);
  if (status === 401) expect(answer.get('www-authenticate')).toMatch(/^Basic /);
  expect(text).not.toContain('anna');
});

it('lists the accounts of the main domain', async () => {
  const { status, text } = await site.get(url, postmaster());
  expect(status).toBe(200);
  expect(text).toMatch(/Accounts of example\.test: \d+\./);
  expect(text).toContain('<th scope="row">anna</th><td>Anna Berg</td>');
  expect(text).toContain('<th scope="row">postmaster</th>');
});

it('says that there is no such domain', async () => {
  const { text } = await site.get(`${url}?domain=else.test`, postmaster());
  expect(text).toContain('role="alert"');
  expect(text).toContain('Accounts of else.test: 0.');
});
