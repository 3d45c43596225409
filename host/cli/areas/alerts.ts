/** Alerts (cli.md 7.10). */
import { area } from '../command.js';

export const ALERTS = area('alerts', {
  GETDOMAINALERTS: {
    tier: 1,
    syntax: '[domainName]',
    output: 'dictionary',
    right: 'Users|Domain',
  },
  SETDOMAINALERTS: {
    tier: 1,
    syntax: '[domainName] newAlerts',
    output: 'none',
    right: 'Users|Domain:CanPostAlerts',
  },
  POSTDOMAINALERT: {
    tier: 1,
    syntax: 'domainName ALERT newAlert',
    output: 'none',
    right: 'Users|Domain:CanPostAlerts',
  },
  REMOVEDOMAINALERT: {
    tier: 1,
    syntax: 'domainName ALERT timeStamp',
    output: 'none',
    right: 'Users|Domain:CanPostAlerts',
  },
  GETACCOUNTALERTS: {
    tier: 1,
    syntax: 'accountName',
    output: 'dictionary',
    right: 'own|Users|Domain',
  },
  SETACCOUNTALERTS: {
    tier: 1,
    syntax: 'accountName newAlerts',
    output: 'none',
    right: 'Users|Domain:CanPostAlerts',
  },
  POSTACCOUNTALERT: {
    tier: 1,
    syntax: 'accountName ALERT newAlert',
    output: 'none',
    right: 'Users|Domain:CanPostAlerts',
  },
  REMOVEACCOUNTALERT: {
    tier: 1,
    syntax: 'accountName ALERT timeStamp',
    output: 'none',
    right: 'own|Users|Domain:CanPostAlerts',
  },
  GETSERVERALERTS: {
    tier: 1,
    output: 'dictionary',
    right: 'Settings|Users',
  },
  SETSERVERALERTS: {
    tier: 1,
    syntax: 'newAlerts',
    output: 'none',
    right: 'Settings|Users',
  },
  POSTSERVERALERT: {
    tier: 1,
    syntax: 'newAlert',
    output: 'none',
    right: 'Settings|Users',
  },
  REMOVESERVERALERT: {
    tier: 1,
    syntax: 'timeStamp',
    output: 'none',
    right: 'Settings|Users',
  },
});
