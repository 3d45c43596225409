/** Mailboxes (cli.md 7.9). */
import { area } from '../command.js';

export const MAILBOXES = area('mailboxes', {
  LISTMAILBOXES: {
    tier: 1,
    syntax: 'accountName [FILTER filter] [AUTH authAccountName]',
    output: 'dictionary',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
  },
  CREATEMAILBOX: {
    tier: 1,
    syntax: 'accountName MAILBOX mailboxName [CLASS mailboxClass] [AUTH authAccountName]',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
  },
  DELETEMAILBOX: {
    tier: 1,
    syntax: 'accountName (MAILBOX|MAILBOXES) mailboxName [AUTH authAccountName]',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
  },
  RENAMEMAILBOX: {
    tier: 1,
    syntax: 'accountName (MAILBOX|MAILBOXES) mailboxName INTO newMailboxName [AUTH authAccountName]',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
  },
  GETMAILBOXINFO: {
    tier: 1,
    syntax: 'accountName MAILBOX mailboxName [AUTH authAccountName]',
    output: 'dictionary',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
  },
  GETMAILBOXACL: {
    tier: 1,
    syntax: 'accountName MAILBOX mailboxName [AUTH authAccountName]',
    output: 'dictionary',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
  },
  SETMAILBOXACL: {
    tier: 1,
    syntax: 'accountName MAILBOX mailboxName [AUTH authAccountName] newACL',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
  },
  GETMAILBOXRIGHTS: {
    tier: 1,
    syntax: 'accountName MAILBOX mailboxName AUTH authAccountName',
    output: 'string',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
  },
  SETMAILBOXCLASS: {
    tier: 1,
    syntax: 'accountName MAILBOX mailboxName [AUTH authAccountName] CLASS newClass',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
  },
  GETMAILBOXSUBSCRIPTION: {
    tier: 1,
    syntax: 'accountName',
    output: 'array',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
  },
  SETMAILBOXSUBSCRIPTION: {
    tier: 1,
    syntax: 'accountName newSubscription',
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
  },
  GETMAILBOXALIASES: {
    tier: 1,
    syntax: 'accountName',
    output: 'dictionary',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
  },
  SETMAILBOXALIASES: {
    tier: 1,
    syntax: 'accountName newAliases',
    kinds: { newAliases: 'dictionary' },
    output: 'none',
    right: 'own|ACL|Users|Domain:CanAccessMailboxes',
  },
});
