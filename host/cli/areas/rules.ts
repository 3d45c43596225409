/** Mail and signal Rules (cli.md 7.4). */
import { area, type Run } from '../command.js';

/** Changes, adds or deletes one Rule of an account. */
const updateRule =
  (kind: 'mail' | 'signal'): Run =>
  ({ who, objects }, a) => {
    const old = a.optional('oldRuleName');
    const account = a.word('accountName');
    if (old !== null) return objects.rules.removeRule(who, kind, account, old);
    return objects.rules.updateRule(who, kind, account, a.array('newRule'));
  };

export const RULES = area('rules', {
  GETDOMAINMAILRULES: {
    tier: 1,
    syntax: 'domainName',
    output: 'array',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.rules.get(who, 'mail', 'domain', a.word('domainName')),
  },
  SETDOMAINMAILRULES: {
    tier: 1,
    syntax: 'domainName newRules',
    output: 'none',
    right: 'Users|Domain:RulesAllowed',
    run: ({ who, objects }, a) =>
      objects.rules.set(who, 'mail', 'domain', a.word('domainName'), a.rules('newRules')),
  },
  GETDOMAINSIGNALRULES: {
    tier: 1,
    syntax: 'domainName',
    output: 'array',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.rules.get(who, 'signal', 'domain', a.word('domainName')),
  },
  SETDOMAINSIGNALRULES: {
    tier: 1,
    syntax: 'domainName newRules',
    output: 'none',
    right: 'Users|Domain:SignalRulesAllowed',
    run: ({ who, objects }, a) =>
      objects.rules.set(who, 'signal', 'domain', a.word('domainName'), a.rules('newRules')),
  },
  GETACCOUNTMAILRULES: {
    tier: 1,
    syntax: 'accountName',
    output: 'array',
    right: 'own|Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.rules.get(who, 'mail', 'account', a.word('accountName')),
  },
  SETACCOUNTMAILRULES: {
    tier: 1,
    syntax: 'accountName newRules',
    output: 'none',
    right: 'own(limited actions)|Users|Domain:RulesAllowed',
    run: ({ who, objects }, a) =>
      objects.rules.set(who, 'mail', 'account', a.word('accountName'), a.rules('newRules')),
  },
  GETACCOUNTSIGNALRULES: {
    tier: 1,
    syntax: 'accountName',
    output: 'array',
    right: 'own|Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.rules.get(who, 'signal', 'account', a.word('accountName')),
  },
  SETACCOUNTSIGNALRULES: {
    tier: 1,
    syntax: 'accountName newRules',
    output: 'none',
    right: 'own(limited actions)|Users|Domain:SignalRulesAllowed',
    run: ({ who, objects }, a) =>
      objects.rules.set(who, 'signal', 'account', a.word('accountName'), a.rules('newRules')),
  },
  UPDATEACCOUNTMAILRULE: {
    tier: 1,
    syntax: 'accountName (newRule | DELETE oldRuleName)',
    output: 'none',
    right: 'own(limited actions)|Users|Domain:RulesAllowed',
    run: updateRule('mail'),
  },
  UPDATEACCOUNTSIGNALRULE: {
    tier: 1,
    syntax: 'accountName (newRule | DELETE oldRuleName)',
    output: 'none',
    right: 'own(limited actions)|Users|Domain:SignalRulesAllowed',
    run: updateRule('signal'),
  },
  GETSERVERMAILRULES: {
    tier: 1,
    output: 'array',
    right: 'Settings',
    run: ({ who, objects }) => objects.rules.get(who, 'mail', 'server', null),
  },
  SETSERVERMAILRULES: {
    tier: 1,
    syntax: 'newRules',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.rules.set(who, 'mail', 'server', null, a.rules('newRules')),
  },
  GETSERVERSIGNALRULES: {
    tier: 1,
    output: 'array',
    right: 'Settings',
    run: ({ who, objects }) => objects.rules.get(who, 'signal', 'server', null),
  },
  SETSERVERSIGNALRULES: {
    tier: 1,
    syntax: 'newRules',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.rules.set(who, 'signal', 'server', null, a.rules('newRules')),
  },
});
