/** Mail and signal Rules (cli.md 7.4). */
import { area } from '../command.js';

export const RULES = area('rules', {
  GETDOMAINMAILRULES: {
    tier: 1,
    syntax: 'domainName',
    output: 'array',
    right: 'Users|DomainsRead|Domain',
  },
  SETDOMAINMAILRULES: {
    tier: 1,
    syntax: 'domainName newRules',
    output: 'none',
    right: 'Users|Domain:RulesAllowed',
  },
  GETDOMAINSIGNALRULES: {
    tier: 1,
    syntax: 'domainName',
    output: 'array',
    right: 'Users|DomainsRead|Domain',
  },
  SETDOMAINSIGNALRULES: {
    tier: 1,
    syntax: 'domainName newRules',
    output: 'none',
    right: 'Users|Domain:SignalRulesAllowed',
  },
  GETACCOUNTMAILRULES: {
    tier: 1,
    syntax: 'accountName',
    output: 'array',
    right: 'own|Users|DomainsRead|Domain',
  },
  SETACCOUNTMAILRULES: {
    tier: 1,
    syntax: 'accountName newRules',
    output: 'none',
    right: 'own(limited actions)|Users|Domain:RulesAllowed',
  },
  GETACCOUNTSIGNALRULES: {
    tier: 1,
    syntax: 'accountName',
    output: 'array',
    right: 'own|Users|DomainsRead|Domain',
  },
  SETACCOUNTSIGNALRULES: {
    tier: 1,
    syntax: 'accountName newRules',
    output: 'none',
    right: 'own(limited actions)|Users|Domain:SignalRulesAllowed',
  },
  UPDATEACCOUNTMAILRULE: {
    tier: 1,
    syntax: 'accountName (newRule | DELETE oldRuleName)',
    output: 'none',
    right: 'own(limited actions)|Users|Domain:RulesAllowed',
  },
  UPDATEACCOUNTSIGNALRULE: {
    tier: 1,
    syntax: 'accountName (newRule | DELETE oldRuleName)',
    output: 'none',
    right: 'own(limited actions)|Users|Domain:SignalRulesAllowed',
  },
  GETSERVERMAILRULES: {
    tier: 1,
    output: 'array',
    right: 'Settings',
  },
  SETSERVERMAILRULES: {
    tier: 1,
    syntax: 'newRules',
    output: 'none',
    right: 'Settings',
  },
  GETSERVERSIGNALRULES: {
    tier: 1,
    output: 'array',
    right: 'Settings',
  },
  SETSERVERSIGNALRULES: {
    tier: 1,
    syntax: 'newRules',
    output: 'none',
    right: 'Settings',
  },
});
