/** What the sections of the skin pages share: forms with a token, sizes. */
import { type Html, html } from './html.js';
import { addressOf, domainField, type SkinPlace } from './place.js';

/** Where a form goes to, and who may send it. */
export interface FormPlace {
  readonly place: SkinPlace;
  readonly token: string;
}

/** A size in bytes, K or M. */
export function sizeText(size: number): string {
  if (size < 10_240) return `${size}`;
  return size < 10_240 * 1024 ? `${Math.round(size / 1024)}K` : `${Math.round(size / 1024 / 1024)}M`;
}

/** A form of the page with what every form needs. */
export function form({ place, token }: FormPlace, content: Html, isUpload = false): Html {
  const kind = isUpload ? html` enctype="multipart/form-data"` : null;
  return html`<form method="post" action="${addressOf(place)}"${kind}><input type="hidden" name="token" value="${token}"><input type="hidden" name="domain" value="${domainField(place.domain)}"><input type="hidden" name="skin" value="${place.skin}">${content}</form>`;
}
