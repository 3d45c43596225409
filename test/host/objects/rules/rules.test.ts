/** Rules are stored as they were given, and refused when they are malformed or do too much. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printCompact } from '../../../../stdlib/data/index.js';
import { data, dict, makeWorld, POSTMASTER, user, type World } from '../world.js';

let world: World;
const ann = user('ann', 'main.example');
beforeAll(async () => {
  world = await makeWorld();
  await world.objects.accounts.create(POSTMASTER, 'ann', { settings: dict('{}') });
});
afterAll(() => world.close());

const rules = () => world.objects.rules;
const stored = () => printCompact(rules().account(POSTMASTER, 'ann', 'mail'));
const set = (text: string, who = POSTMASTER) =>
  rules().setAccount(who, who === ann ? '*' : 'ann', 'mail', data(text));
const update = (text: string, who = POSTMASTER) =>
  rules().updateAccount(who, who === ann ? '*' : 'ann', 'mail', { rule: data(text) });
const code = (code: string) => expect.objectContaining({ code });

describe('account rules', () => {
  it('are returned unchanged', async () => {
    const text =
      '((1,"#Redirect",(),(("Mirror to",x@y.example))),(#5,Junk,((Subject,is,"*v*"),("Human Generated"),(Source,"---")),((Discard)),"a comment"))';
    await set(text);
    expect(stored()).toBe(printCompact(data(text)));
    await update('(0,"#Redirect")');
    expect(stored()).toMatch(/^\(\(0,"#Redirect",\(\)/);
    await update('(7,Junk,(),((Discard)))');
    expect(stored()).toMatch(/,\(7,Junk,\(\),\(\(Discard\)\)\)\)$/);
    await expect(update('(3,NoSuchRule)')).rejects.toEqual(code('rule-unknown'));
    await rules().updateAccount(POSTMASTER, 'ann', 'mail', { remove: 'Junk' });
    await rules().updateAccount(POSTMASTER, 'ann', 'mail', { remove: 'Junk' });
    await rules().renameAccount(POSTMASTER, 'ann', 'mail', '#Redirect', 'Out');
    expect(stored()).toMatch(/^\(\(0,Out,/);
    await set('Default');
    expect(stored()).toBe('()');
    expect(world.objects.accounts.settings(POSTMASTER, 'ann').entries.Rules).toBeUndefined();
  });

  const malformed = [
    '((1))',
    '(x)',
    'text',
    '{}',
    '((11,a,(),()))',
    '((x,a,(),()))',
    '((1,"",(),()))',
    '((1,a,(x),()))',
    '((1,a,((a,b,c,d)),()))',
    '((1,a,(()),()))',
    '((1,a,(),((a,b,c))))',
    '((1,a,(),(),c,d))',
    '((1,a,(),(),{}))',
    '((1,a,(),()),(1,a,(),()))',
  ];
  it.each(malformed)('refuses %s', async text => {
    await expect(set(text)).rejects.toEqual(code('illegal-value'));
    expect(stored()).toBe('()');
  });

  const limited: readonly [allowed: string, action: string, error: string | null][] = [
    ['Filter Only', '("Store in",Box)', null],
    ['filter only', '("stop processing")', null],
    ['Filter Only', '("Redirect to",a@b.example)', 'rule-action'],
    ['All but Exec', '("Redirect to",a@b.example)', null],
    ['All but Exec', '(Execute,"rm -rf")', 'rule-action'],
    ['Any', '(Execute,program)', null],
    ['Any', '(ExternalFilter,x)', 'rule-action'],
    ['Any', '("No Such Action",x)', 'illegal-value'],
    ['No', '(Discard)', 'no-rights'],
    ['nonsense', '(Discard)', null],
  ];
  it.each(limited)('with RulesAllowed %s the owner and %s', async (allowed, action, error) => {
    await world.objects.accounts.updateSettings(POSTMASTER, 'ann', dict(`{RulesAllowed="${allowed}";}`));
    const change = update(`(2,Own,(),(${action}))`, ann);
    if (error === null) await change;
    else await expect(change).rejects.toEqual(code(error));
    await set('default');
  });

  it('what an administrator set stays when the owner stores it again, but is not switched on again', async () => {
    await world.objects.accounts.updateSettings(POSTMASTER, 'ann', dict('{RulesAllowed="Filter Only";}'));
    const redirect = '(5,Out,(),(("Redirect to",a@b.example)))';
    await set(`(${redirect})`);
    await set(`(${redirect},(1,Keep,(),((Discard))))`, ann);
    await update('(0,Out)', ann);
    await expect(update('(9,Out)', ann)).rejects.toEqual(code('rule-action'));
    await set('default', ann);
  });
});

describe('rules of domains and the server', () => {
  it('are for their administrators', async () => {
    await rules().setDomain(POSTMASTER, 'main.example', 'signal', data('((5,Busy,(),(("Redirect to",v))))'));
    expect(printCompact(rules().domain(POSTMASTER, null, 'signal'))).toBe(
      '((5,Busy,(),(("Redirect to",v))))',
    );
    await rules().setServer(POSTMASTER, 'mail', data('((5,x,(),()))'));
    expect(rules().server(POSTMASTER, 'mail')).toHaveLength(1);
    await rules().setServer(POSTMASTER, 'mail', 'default');
    expect(rules().server(POSTMASTER, 'mail')).toEqual([]);
    expect(() => rules().server(ann, 'mail')).toThrow(code('no-rights'));
    await expect(rules().setDomain(ann, null, 'mail', [])).rejects.toEqual(code('no-rights'));
    await expect(rules().setAccount(ann, 'postmaster', 'mail', [])).rejects.toEqual(code('no-rights'));
    await expect(rules().setDomain(POSTMASTER, null, 'mail', data('((1))'))).rejects.toEqual(
      code('illegal-value'),
    );
  });
});
