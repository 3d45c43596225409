/** Attributes of files: XML elements, one per name (objects.md 8) but for `accessPwd`, of which each is a key. */
import { printXml, xmlText } from '../../../stdlib/data/index.js';
import { copy, isXml } from '../../../stdlib/values/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { same } from '../passwords/forms/recoverable.js';
import { checkAcl, isAcl } from './access.js';

/** Name and prefix of an attribute, as programs and clients name it. */
const nameOf = (attribute: Xml): Bytes =>
  attribute.prefix === '' ? attribute.type : `${attribute.prefix}:${attribute.type}`;

const isEmpty = (attribute: Xml) => attribute.body.length === 0 && attribute.attributes.every(isMode);
const isMode = ({ name, prefix }: { name: Bytes; prefix: Bytes }) => prefix === '' && name === 'mode';

/** The attributes with these names in the order of the names, all of them for null. */
export function chosenAttributes(attributes: readonly Xml[], names: readonly Bytes[] | null): Xml[] {
  if (names === null) return attributes.map(copyXml);
  return names.flatMap(name => attributes.filter(attribute => nameOf(attribute) === name).map(copyXml));
}

function copyXml(attribute: Xml): Xml {
  const own = copy(attribute);
  if (!isXml(own)) throw new Error('a copy of an element is an element');
  return own;
}

/** `<accessPwd><key>text</key></accessPwd>`: who has the text may read. Each share of a file has one of its own. */
const isAccess = (attribute: Xml) => attribute.type === 'accessPwd' && attribute.prefix === '';

/** Is the text one of the keys among the attributes? */
export function admits(attributes: readonly Xml[], text: Bytes): boolean {
  return attributes
    .filter(isAccess)
    .flatMap(({ body }) => body)
    .some(item => isXml(item) && item.type === 'key' && item.body.length === 1 && same(xmlText(item), text));
}

/** The keys after one more element: a plain one replaces all that were there before the update. */
function withAccess(attributes: readonly Xml[], update: Xml, mode: Bytes, isFirst: boolean): Xml[] {
  const next = stored(update);
  const text = printXml(next);
  const others = attributes.filter(attribute => !isAccess(attribute) || printXml(attribute) !== text);
  if (mode === 'delete' && !isEmpty(update)) return others;
  const kept = mode === 'add' || (mode === '' && !isFirst) ? others : others.filter(item => !isAccess(item));
  return isEmpty(update) ? kept : [...kept, next];
}

/** An attribute as it is stored: without its `mode`, which says what is done with it. */
function stored(attribute: Xml): Xml {
  const own = copyXml(attribute);
  own.attributes = own.attributes.filter(item => !isMode(item));
  return own;
}

/**
 * The attributes after an update: each element takes the place of the one of its name; one without content, or with
 * `mode="delete"`, removes it; `mode="add"` puts its children behind those of the old one. Of `accessPwd` the modes
 * add and delete that one key; `delete` without content removes all.
 * @param replace attributes that are not named go
 */
export function updateAttributes(
  before: readonly Xml[],
  updates: readonly Xml[],
  replace: boolean,
  maxBytes: number,
): Xml[] {
  let result: Xml[] = replace ? [] : [...before];
  let hasAccess = false;
  for (const update of updates) {
    if (isAcl(update)) checkAcl(update);
    const name = nameOf(update);
    const mode = update.attributes.find(isMode)?.value ?? '';
    if (isAccess(update)) {
      result = withAccess(result, update, mode, !hasAccess);
      hasAccess = true;
      continue;
    }
    const old = result.find(attribute => nameOf(attribute) === name);
    result = result.filter(attribute => attribute !== old);
    if (mode === 'delete' || isEmpty(update)) continue;
    const next = stored(update);
    if (mode === 'add' && old) next.body = [...old.body, ...next.body];
    result.push(next);
  }
  const bytes = result.reduce((sum, attribute) => sum + printXml(attribute).length, 0);
  if (bytes > maxBytes) throw new PosternError('file-limit');
  return result;
}

/** Media type that the owner gave, null when none. */
export function typeAttribute(attributes: readonly Xml[]): string | null {
  const found = attributes.find(({ type }) => type === 'mimeType');
  const text = found?.body.find(item => !isXml(item));
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null;
}
