/** Alerts (cli.md 7.10). */
import { stampOf } from '../args.js';
import { area } from '../command.js';

export const ALERTS = area('alerts', {
  GETDOMAINALERTS: {
    tier: 1,
    syntax: '[domainName]',
    output: 'dictionary',
    right: 'Users|Domain',
    run: ({ who, objects }, a) => objects.alerts.get(who, 'domain', a.optional('domainName')),
  },
  SETDOMAINALERTS: {
    tier: 1,
    syntax: '[domainName] newAlerts',
    output: 'none',
    right: 'Users|Domain:CanPostAlerts',
    run: ({ who, objects }, a) =>
      objects.alerts.set(who, 'domain', a.optional('domainName'), a.dictionary('newAlerts')),
  },
  POSTDOMAINALERT: {
    tier: 1,
    syntax: 'domainName ALERT newAlert',
    output: 'none',
    right: 'Users|Domain:CanPostAlerts',
    run: ({ who, objects }, a) =>
      objects.alerts.post(who, 'domain', a.word('domainName'), a.word('newAlert')),
  },
  REMOVEDOMAINALERT: {
    tier: 1,
    syntax: 'domainName ALERT timeStamp',
    output: 'none',
    right: 'Users|Domain:CanPostAlerts',
    run: ({ who, objects }, a) =>
      objects.alerts.remove(who, 'domain', a.word('domainName'), stampOf(a.word('timeStamp'))),
  },
  GETACCOUNTALERTS: {
    tier: 1,
    syntax: 'accountName',
    output: 'dictionary',
    right: 'own|Users|Domain',
    run: ({ who, objects }, a) => objects.alerts.get(who, 'account', a.word('accountName')),
  },
  SETACCOUNTALERTS: {
    tier: 1,
    syntax: 'accountName newAlerts',
    output: 'none',
    right: 'Users|Domain:CanPostAlerts',
    run: ({ who, objects }, a) =>
      objects.alerts.set(who, 'account', a.word('accountName'), a.dictionary('newAlerts')),
  },
  POSTACCOUNTALERT: {
    tier: 1,
    syntax: 'accountName ALERT newAlert',
    output: 'none',
    right: 'Users|Domain:CanPostAlerts',
    run: ({ who, objects }, a) =>
      objects.alerts.post(who, 'account', a.word('accountName'), a.word('newAlert')),
  },
  REMOVEACCOUNTALERT: {
    tier: 1,
    syntax: 'accountName ALERT timeStamp',
    output: 'none',
    right: 'own|Users|Domain:CanPostAlerts',
    run: ({ who, objects }, a) =>
      objects.alerts.remove(who, 'account', a.word('accountName'), stampOf(a.word('timeStamp'))),
  },
  GETSERVERALERTS: {
    tier: 1,
    output: 'dictionary',
    right: 'Settings|Users',
    run: ({ who, objects }) => objects.alerts.get(who, 'server', null),
  },
  SETSERVERALERTS: {
    tier: 1,
    syntax: 'newAlerts',
    output: 'none',
    right: 'Settings|Users',
    run: ({ who, objects }, a) => objects.alerts.set(who, 'server', null, a.dictionary('newAlerts')),
  },
  POSTSERVERALERT: {
    tier: 1,
    syntax: 'newAlert',
    output: 'none',
    right: 'Settings|Users',
    run: ({ who, objects }, a) => objects.alerts.post(who, 'server', null, a.word('newAlert')),
  },
  REMOVESERVERALERT: {
    tier: 1,
    syntax: 'timeStamp',
    output: 'none',
    right: 'Settings|Users',
    run: ({ who, objects }, a) => objects.alerts.remove(who, 'server', null, stampOf(a.word('timeStamp'))),
  },
});
