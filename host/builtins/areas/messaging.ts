/** Instant messages and XMPP queries (cgpl.md 14.19): started here, delivered to live sessions of local accounts. */
import { escapeXmlText, printXml } from '../../../stdlib/data/index.js';
import { isArray, isDict, isString, isXml } from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { look } from '../../../stdlib/wssp/index.js';
import type { RunScope } from '../scope.js';
import type { InstantMessage } from '../services.js';
import type { Notice } from './environ.js';

const textOf = (dict: Dict, key: Bytes): Bytes | null => {
  const value = look(dict, key);
  return isString(value) && value !== '' ? value : null;
};

const element = (name: Bytes, text: Bytes | null): Bytes =>
  text === null ? '' : `<${name}>${escapeXmlText(text)}</${name}>`;

/** The elements that a program adds. */
function elements(value: Value): Bytes {
  return (isArray(value) ? value : [value]).map(item => (isXml(item) ? printXml(item) : '')).join('');
}

/** Sender: the current account, one of its instances, or an address that it may use. */
function senderOf({ identity, services }: RunScope, from: Value): Bytes | null {
  const own = identity.email;
  if (!isString(from) || from === '') return own;
  if (!from.includes('@')) return own === null ? null : `${own}/${from}`;
  const plain = from.split('/', 1)[0] ?? '';
  // Nobody may speak in the name of others but whoever administers them.
  const isOwn = own !== null && plain.toLowerCase() === own;
  return isOwn || services.objects.rights.has(identity.principal, 'Users') ? from : own;
}

const send =
  (make: (content: Value) => Pick<InstantMessage, 'kind' | 'type' | 'id' | 'content'>): Notice =>
  (scope, from = null, to = null, content = null) => {
    const sender = senderOf(scope, from);
    if (sender === null || !isString(to)) return;
    const count = scope.services.tell({ ...make(content), from: sender, to, domain: scope.identity.domain });
    if (count === 0) scope.services.log.low(`${scope.context.tag} message from ${sender}: nobody is there`);
  };

const stanza = (content: Value): Dict | null => (isDict(content) ? content : null);

export const messagingNotices: Readonly<Record<string, Notice>> = {
  sendinstantmessage: send(content => {
    const dict = stanza(content);
    const text = isString(content) ? content : dict === null ? null : textOf(dict, '');
    return {
      kind: 'message',
      type: dict === null ? null : textOf(dict, 'type'),
      id: dict === null ? null : textOf(dict, 'id'),
      content:
        dict === null
          ? element('body', text)
          : element('subject', textOf(dict, 'IMSubject')) +
            element('body', text) +
            (textOf(dict, 'IMState') === null
              ? ''
              : `<${(textOf(dict, 'IMState') ?? '').replace(/[^a-z]/gi, '')}/>`) +
            elements(look(dict, 'suppl')),
    };
  }),
  sendxmppiq: send(content => {
    const dict = stanza(content);
    const type = dict === null ? null : textOf(dict, 'type');
    const isPresence = type !== null && type.toLowerCase() === 'cgp_presence';
    const opcode = dict === null ? null : textOf(dict, 'opcode');
    const status = dict === null ? null : textOf(dict, 'status');
    return {
      kind: isPresence ? 'presence' : 'query',
      type: isPresence ? opcode : type,
      id: dict === null ? null : textOf(dict, 'id'),
      content:
        (isPresence ? element('show', status) : '') + (dict === null ? '' : elements(look(dict, 'suppl'))),
    };
  }),
};
