/** Mail and signal Rules (cli.md 7.4). */
import { area, type Run } from '../command.js';

/** Changes, adds or deletes one Rule of an account. */
const updateRule =
  (kind: 'mail' | 'signal'): Run =>
  ({ who, objects }, a) => {
    const old = a.optional('oldRuleName');
    const change = old === null ? { rule: a.array('newRule') } : { remove: old };
    return objects.rules.updateAccount(who, a.word('accountName'), kind, change);
  };

export const RULES = area('rules', {
  GETDOMAINMAILRULES: {
    tier: 1,
    syntax: 'domainName',
    output: 'array',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.rules.domain(who, a.word('domainName'), 'mail'),
  },
  SETDOMAINMAILRULES: {
    tier: 1,
    syntax: 'domainName newRules',
    output: 'none',
    right: 'Users|Domain:RulesAllowed',
    run: ({ who, objects }, a) =>
      objects.rules.setDomain(who, a.word('domainName'), 'mail', a.rules('newRules') ?? 'default'),
  },
  GETDOMAINSIGNALRULES: {
    tier: 1,
    syntax: 'domainName',
    output: 'array',
    right: 'Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.rules.domain(who, a.word('domainName'), 'signal'),
  },
  SETDOMAINSIGNALRULES: {
    tier: 1,
    syntax: 'domainName newRules',
    output: 'none',
    right: 'Users|Domain:SignalRulesAllowed',
    run: ({ who, objects }, a) =>
      objects.rules.setDomain(who, a.word('domainName'), 'signal', a.rules('newRules') ?? 'default'),
  },
  GETACCOUNTMAILRULES: {
    tier: 1,
    syntax: 'accountName',
    output: 'array',
    right: 'own|Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.rules.account(who, a.word('accountName'), 'mail'),
  },
  SETACCOUNTMAILRULES: {
    tier: 1,
    syntax: 'accountName newRules',
    output: 'none',
    right: 'own(limited actions)|Users|Domain:RulesAllowed',
    run: ({ who, objects }, a) =>
      objects.rules.setAccount(who, a.word('accountName'), 'mail', a.rules('newRules') ?? 'default'),
  },
  GETACCOUNTSIGNALRULES: {
    tier: 1,
    syntax: 'accountName',
    output: 'array',
    right: 'own|Users|DomainsRead|Domain',
    run: ({ who, objects }, a) => objects.rules.account(who, a.word('accountName'), 'signal'),
  },
  SETACCOUNTSIGNALRULES: {
    tier: 1,
    syntax: 'accountName newRules',
    output: 'none',
    right: 'own(limited actions)|Users|Domain:SignalRulesAllowed',
    run: ({ who, objects }, a) =>
      objects.rules.setAccount(who, a.word('accountName'), 'signal', a.rules('newRules') ?? 'default'),
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
    run: ({ who, objects }) => objects.rules.server(who, 'mail'),
  },
  SETSERVERMAILRULES: {
    tier: 1,
    syntax: 'newRules',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.rules.setServer(who, 'mail', a.rules('newRules') ?? 'default'),
  },
  GETSERVERSIGNALRULES: {
    tier: 1,
    output: 'array',
    right: 'Settings',
    run: ({ who, objects }) => objects.rules.server(who, 'signal'),
  },
  SETSERVERSIGNALRULES: {
    tier: 1,
    syntax: 'newRules',
    output: 'none',
    right: 'Settings',
    run: ({ who, objects }, a) => objects.rules.setServer(who, 'signal', a.rules('newRules') ?? 'default'),
  },
});
