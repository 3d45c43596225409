/** Built-ins of cgpl.md section 14.12. */
import { area } from '../rows.js';

const address = area('address');
const account = area('account');

export const ACCOUNT = [
  address.fn(83, 'host', 'SIPURIToEmail(s)', 'string or null', 'sip:user@host as user@host.'),
  address.fn(84, 'host', 'EmailToSIPURI(s)', 'string or null', 'user@host as sip:user@host.'),
  address.fn(
    85,
    'host',
    'PhoneNumberToSIPURI(s)',
    'string or null',
    'A phone number as a URI of the current Domain.',
  ),
  address.fn(
    86,
    'wait',
    'RouteAddress(address, type)',
    'dictionary or string',
    'Where an address leads: module, host, object; type is mail, signal or access. A string is an error.',
  ),
  address.fn(
    87,
    'wait',
    'RouteENUM(service, number, domain)',
    'array or string',
    'The URL that DNS has for a phone number. A string is an error.',
  ),
  account.fn(88, 'host', 'MyDomain()', 'string or null', 'Name of the current Domain.'),
  account.fn(89, 'host', 'MyEmail()', 'string or null', 'Address of the current Account; null without one.'),
  account.fn(
    90,
    'wait',
    'GetAccountPreferences(key)',
    'any',
    'A preference, or with an empty key all of them.',
  ),
  account.fn(
    91,
    'wait',
    'SetAccountPreferences(value, key)',
    'null or string',
    'Sets a preference; null restores its default. The value comes first. A string is an error.',
  ),
  account.fn(
    92,
    'wait',
    'Impersonate(email)',
    'null or string',
    'Makes another Account the current one. A string is an error.',
  ),
  account.fn(93, 'wait', 'ReadGroupMembers(group)', 'array or null', 'The members of a Group.'),
  account.fn(94, 'wait', 'ReadTelnums([account])', 'array or null', 'The phone numbers of an Account.'),
  account.fn(
    95,
    'wait',
    'UpdateAccountMailRule(rule[, account])',
    'null or string',
    'Changes a mail Rule. A string is an error.',
  ),
  account.fn(
    96,
    'wait',
    'UpdateAccountSignalRule(rule[, account])',
    'null or string',
    'Changes a signal Rule. A string is an error.',
  ),
];
