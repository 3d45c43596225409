/** The JSON API: every route, every refusal, and notes of one account only. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { basic, PASSWORD, type Site, startSite, USER } from './server.js';

let site: Site;

beforeAll(async () => {
  site = await startSite('api');
});
afterAll(() => site.stop());

/** Status and body of a call. */
async function call(method: string, path: string, body?: unknown, credentials = basic(USER, PASSWORD)) {
  const answer = await site.get(`/auth/api.wcgp${path}`, {
    method,
    headers: { ...credentials, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { ...answer, json: answer.text === '' ? null : JSON.parse(answer.text) };
}

it('wants a password', async () => {
  expect((await site.get('/auth/api.wcgp/notes')).status).toBe(401);
});

it('creates, reads, finds, changes and deletes', async () => {
  const created = await call('POST', '/notes', { title: 'Milk – größer', text: 'two "litres"\n' });
  expect(created.status).toBe(201);
  expect(created.headers.get('content-type')).toBe('application/json');
  const location = created.headers.get('location') ?? '';
  expect(location).toBe(`/auth/api.wcgp/notes/${created.json.id}`);
  const path = location.replace('/auth/api.wcgp', '');
  expect((await call('GET', path)).json).toMatchObject({ title: 'Milk – größer', text: 'two "litres"\n' });
  await call('POST', '/notes', { title: 'Bread' });
  expect((await call('GET', '/notes')).json.notes).toHaveLength(2);
  expect((await call('GET', '/notes?q=litres')).json.notes).toHaveLength(1);
  expect((await call('POST', path, { title: 'Tea' })).json).toMatchObject({ title: 'Tea', text: '' });
  expect(await call('POST', `${path}/delete`)).toMatchObject({ status: 204, text: '' });
  expect((await call('GET', path)).status).toBe(404);
  expect((await call('POST', path, { title: 'Tea' })).status).toBe(404);
});

it.each([
  ['GET', '/nothing', undefined, 404],
  ['GET', '/notes/../notes', undefined, 200],
  ['GET', '/notes/0123456789abcdef/delete', undefined, 405],
  ['POST', '/notes', '{"title":', 422],
  ['POST', '/notes', [1], 422],
  ['POST', '/notes', { title: '' }, 422],
  ['POST', '/notes', { title: 5 }, 422],
  ['POST', '/notes', { title: 'x', text: ['y'] }, 422],
])('%s %s %j: %i', async (method, path, body, status) => {
  const answer = await call(method, path, body);
  expect(answer.status).toBe(status);
  if (status >= 400) expect(Object.keys(answer.json)).toEqual(['error']);
});

it('shows nobody the notes of others', async () => {
  await call('POST', '/notes', { title: 'secret' });
  const other = basic('postmaster@example.test', site.server.firstPassword ?? '');
  expect((await call('GET', '/notes', undefined, other)).json).toEqual({ notes: [] });
});
