/** The trailer of a domain below messages that its accounts write (objects.md 2, 3: `TrailerText`, `AddMailTrailer`). */
import { escapeXmlText } from '../../../stdlib/data/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import type { Core } from '../core/core.js';
import type { Content } from '../mime/index.js';
import type { Principal } from '../principal.js';
import { flagSetting, textSetting } from '../settings/read.js';

/** The text that goes below messages of an account, null for none. */
export function trailerOf(core: Core, who: Principal): Bytes | null {
  if (who.kind !== 'account') return null;
  const domain = core.domains.find(who.domain);
  const account = domain === null ? null : core.accounts.find(domain.id, who.account);
  if (domain === null || account === null) return null;
  const text = textSetting(core.resolver.domain(domain), 'TrailerText', '').trimEnd();
  return text !== '' && flagSetting(core.resolver.account(account), 'AddMailTrailer') ? text : null;
}

const isParts = (body: Content['body']): body is readonly Content[] => Array.isArray(body);

/** Puts the text behind the last line, in HTML before the end of the page. */
function below(body: Bytes, subtype: Bytes, trailer: Bytes): Bytes {
  if (subtype !== 'html') return `${body}${body === '' || body.endsWith('\n') ? '' : '\n'}\n${trailer}\n`;
  const html = `<p>${escapeXmlText(trailer).replace(/\r\n|\r|\n/g, '<br>')}</p>`;
  const end = body.search(/<\/body\s*>/i);
  return end < 0 ? body + html : body.slice(0, end) + html + body.slice(end);
}

/**
 * A message with the trailer below its text: in every alternative of it, and in the first part of anything else.
 * Attachments stay as they are, so does what has no text.
 */
export function withTrailer(content: Content, trailer: Bytes): Content {
  const { type, subtype, body } = content;
  if (isParts(body)) {
    const isAll = subtype.toLowerCase() === 'alternative';
    return {
      ...content,
      body: body.map((part, at) => (isAll || at === 0 ? withTrailer(part, trailer) : part)),
    };
  }
  const isText = type.toLowerCase() === 'text' && /^(?:plain|html)$/i.test(subtype);
  if (!isText || typeof body !== 'string' || content.disposition === 'attachment') return content;
  return { ...content, body: below(body, subtype.toLowerCase(), trailer) };
}
