/** The versions of one file: what is kept of it, by whom, and the way back. */
import type { SkinFileVersion } from '../../objects/skins/index.js';
import { type FormPlace, form, sizeText } from './forms.js';
import { type Html, html } from './html.js';
import { addressOf } from './place.js';

/** A file with its versions. */
export interface FileVersions {
  readonly file: string;
  /** The newest first. */
  readonly versions: readonly SkinFileVersion[];
}

function row(page: FormPlace, file: string, version: SkinFileVersion): Html {
  const { number, size, modified, author, isPresent } = version;
  const date = new Date(modified).toISOString();
  const get = addressOf(page.place, { file, version: String(number) });
  const back = isPresent
    ? html`<span class="default">present</span>`
    : html`<button class="plain" name="version" value="${number}" aria-label="Bring version ${number} back">Bring back</button>`;
  return html`<tr><th scope="row" class="number"><a href="${get}" download>${number}</a></th><td class="number">${sizeText(size)}</td><td class="date"><time datetime="${date}">${date.slice(0, 16).replace('T', ' ')}</time></td><td class="long">${author}</td><td>${back}</td></tr>`;
}

/** The section of the page: a version that is brought back becomes the newest one. */
export function versionsSection(page: FormPlace, { file, versions }: FileVersions): Html {
  const rows = versions.map(version => row(page, file, version));
  const hidden = html`<input type="hidden" name="action" value="rollback"><input type="hidden" name="file" value="${file}">`;
  const table = html`<div class="wide"><table><caption>A version that is brought back becomes the newest one; nothing is lost.</caption><thead><tr><th scope="col" class="number">Version</th><th scope="col" class="number">Size</th><th scope="col" class="date">Stored (GMT)</th><th scope="col">By</th><th scope="col">What to do</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  const content =
    rows.length === 0 ? html`<p class="hint">Nothing is kept.</p>` : form(page, html`${hidden}${table}`);
  return html`<section aria-labelledby="versions"><h2 id="versions">Versions of ${file}</h2>${content}</section>`;
}
