/**
 * The archive of a list (webapp.md C5, D2). Nothing is kept between requests: what the visitor chose is in the parameters
 * of the links.
 */
import {
  type Bytes,
  type Dict,
  dictOf,
  dictSet,
  makeTime,
  newDict,
  type Value,
  YES,
} from '../../../stdlib/values/index.js';
import { fieldValues, mediaType, timeOf, valueText } from '../../objects/messages/head.js';
import { report } from '../components/errorcode.js';
import type { ComponentResult } from '../components/types.js';
import type { Parameters } from '../request/parameters.js';
import type { ListMessageLine, ListPage } from '../services.js';
import { shownValue } from './shown.js';
import type { ListVisit } from './types.js';

/** Messages on a page: without a choice, and at most. */
const USUAL_LIMIT = 20;
const MOST_LIMIT = 100;
/** Bytes of a filter. */
const MOST_FILTER = 200;
const MOST_SKIP = 1_000_000;

interface Column {
  readonly name: Bytes;
  /** What the archive is sorted by. */
  readonly field: Bytes;
  readonly isRight: boolean;
  readonly value: (message: ListMessageLine) => Value;
}

function authorOf(head: Dict): Bytes {
  const [first] = fieldValues(head, 'from');
  return first === undefined ? '' : shownValue(first);
}

const subjectOf = (head: Dict): Bytes => fieldValues(head, 'subject').map(valueText)[0] ?? '';

const COLUMNS: readonly Column[] = [
  { name: 'From', field: 'From', isRight: false, value: ({ head }) => authorOf(head) },
  { name: 'Subject', field: 'Subject', isRight: false, value: ({ head }) => subjectOf(head) },
  {
    name: 'Sent',
    field: 'INTERNALDATE',
    isRight: true,
    value: ({ head, received }) => makeTime(timeOf(head, 'date') ?? received),
  },
  { name: 'Size', field: 'Size', isRight: true, value: ({ size }) => size },
];
const SENT = 2;
const CLICKABLE = 1;

/** What the visitor chose. */
interface Choice {
  readonly filter: Bytes;
  readonly search: Bytes;
  readonly skip: number;
  readonly limit: number;
  readonly column: number;
  readonly isAscending: boolean;
}

function numberIn(parameters: Parameters, name: string, most: number, otherwise: number): number {
  const text = parameters.text(name) ?? '';
  return /^\d{1,9}$/.test(text) ? Math.min(most, Number(text)) : otherwise;
}

function choiceOf(parameters: Parameters): Choice {
  const limit = Math.max(1, numberIn(parameters, 'Limit', MOST_LIMIT, USUAL_LIMIT));
  const step = parameters.has('Next') ? limit : parameters.has('Prev') ? -limit : 0;
  const column = numberIn(parameters, 'Sort', COLUMNS.length - 1, SENT);
  const direction = parameters.text('SDir');
  const isAscending = direction === '1';
  return {
    filter: parameters.textOr('Filter').slice(0, MOST_FILTER),
    search: parameters.textOr('Search').slice(0, MOST_FILTER),
    skip: Math.max(0, numberIn(parameters, 'Skip', MOST_SKIP, 0) + step),
    limit,
    column,
    // Without a direction the newest messages and the first names come first.
    isAscending:
      direction === null || direction === '' ? column !== SENT : isAscending !== (direction === '-1'),
  };
}

const flag = (on: boolean): Value => (on ? YES : null);

function columnDict({ name, isRight }: Column, index: number, { column, isAscending }: Choice): Dict {
  const isChosen = index === column;
  return dictOf([
    ['index', index],
    ['name', name],
    ['hilited', flag(isChosen)],
    ['sdir', (isChosen ? !isAscending : isAscending) ? 1 : 0],
    ['ralign', flag(isRight)],
  ]);
}

/** A color that a header asks for, null for anything that is none. */
function colorOf(head: Dict): Value {
  const color = fieldValues(head, 'x-color').map(valueText)[0] ?? '';
  return /^(?:#[0-9a-f]{3}|#[0-9a-f]{6}|[a-z]{3,20})$/i.test(color) ? color : null;
}

function messageDict(message: ListMessageLine, choice: Choice): Dict {
  const type = mediaType(message.head);
  const isText = type.startsWith('text/');
  const fields = COLUMNS.map((column, index) => {
    const dict = columnDict(column, index, choice);
    dictSet(dict, 'isRef', flag(index === CLICKABLE));
    dictSet(dict, 'isDate', flag(index === SENT));
    dictSet(dict, 'value', column.value(message));
    return dict;
  });
  return dictOf([
    ['id', message.uid],
    ['color', colorOf(message.head)],
    ['notText', flag(!isText)],
    ['notAltText', flag(!isText && type !== 'multipart/alternative')],
    ['fields', fields],
  ]);
}

/** The elements of the generic mailbox component (webapp.md D2). */
function addMailbox(dataset: Dict, page: ListPage, choice: Choice, isAllMarked: boolean): void {
  const { skip, column, isAscending } = choice;
  const count = page.messages.length;
  const elements: readonly (readonly [Bytes, Value])[] = [
    ['checkAll', isAllMarked ? 'CHECKED' : null],
    ['filter', choice.filter],
    ['search', choice.search],
    ['limit', choice.limit],
    ['headers', COLUMNS.map((each, index) => columnDict(each, index, choice))],
    ['messages', page.messages.map(message => messageDict(message, choice))],
    ['firstNumber', skip],
    ['firstNumber1', skip + 1],
    ['lastNumber', skip + Math.max(1, count)],
    ['numTotal', page.total],
    ['numUnread', page.unseen],
    ['numSelected', page.selected],
    ['multiPage', flag(page.selected !== count)],
    ['hasPrevious', flag(skip > 0)],
    ['hasNext', flag(skip + count < page.selected)],
    ['sortColumn', column],
    ['sortAscending', isAscending ? 1 : 0],
  ];
  for (const [name, value] of elements) if (value !== null) dictSet(dataset, name, value);
}

/** A visitor wants to be subscribed, or not any more: forms only, so that no link does it. */
async function request({ visit, domain, list }: ListVisit, dataset: Dict): Promise<void> {
  const { parameters, method, clientAddress } = visit.request;
  const isOn = parameters.has('Subscribe');
  if (method !== 'POST' || (!isOn && !parameters.has('Unsubscribe'))) return;
  const address = parameters.textOr('Address').trim();
  await report(dataset, async () => {
    const operation = isOn ? 'subscribe' : 'unsubscribe';
    await visit.services.lists.request(domain, list.name, address, operation, clientAddress);
    dictSet(dataset, 'messageCode', 'ConfirmationSent');
  });
}

/** `listmailbox.wssp`. */
export async function listMailbox(of: ListVisit): Promise<ComponentResult> {
  const { visit, domain, list, ref } = of;
  const { parameters } = visit.request;
  const { lists } = visit.services;
  const dataset = newDict();
  dictSet(dataset, 'listName', list.name);
  for (const [name, side] of [
    ['NextMessage', 'next'],
    ['PrevMessage', 'previous'],
  ] as const) {
    const uid = numberIn(parameters, name, Number.MAX_SAFE_INTEGER, 0);
    const found = uid === 0 ? null : (await lists.neighbours(domain, list.name, uid))[side];
    if (found === null) continue;
    dictSet(dataset, 'messageJump', found);
    return { page: 'listmailbox.wssp', dataset };
  }
  await request(of, dataset);
  const choice = choiceOf(parameters);
  const filter = choice.filter === '' ? choice.search : choice.filter;
  await report(dataset, async () => {
    const page = await lists.page(domain, list.name, {
      sortField: COLUMNS[choice.column]?.field ?? 'INTERNALDATE',
      isDescending: !choice.isAscending,
      filter,
      skip: choice.skip,
      limit: choice.limit,
    });
    addMailbox(dataset, page, choice, parameters.has('MarkAll'));
  });
  for (const [name, value] of [
    ['realName', list.realName],
    ['listAddress', list.address],
    ['listRef', ref],
    ['charset', list.charset],
  ] as const)
    if (value !== '') dictSet(dataset, name, value);
  return { page: 'listmailbox.wssp', dataset };
}
