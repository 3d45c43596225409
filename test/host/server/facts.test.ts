/** What SystemInfo tells follows the name of the main domain. */
import { expect, it } from 'vitest';
import { systemFacts } from '../../../host/server/applications.js';

it('is one dictionary until the main domain gets another name', () => {
  let name = 'main.example';
  const facts = systemFacts('1.0', () => name);
  const first = facts();
  expect(first.entries).toMatchObject({ serverVersion: '1.0', mainDomainName: 'main.example' });
  expect(facts()).toBe(first);
  name = 'new.example';
  const second = facts();
  expect(second).not.toBe(first);
  expect(second.entries).toEqual({
    ...first.entries,
    mainDomainName: name,
    licenseDomainName: name,
    serverInstance: name,
    clusterInstance: name,
  });
  expect(facts()).toBe(second);
});
