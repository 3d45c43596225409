/** The page of recordings: what failed where, as files and in the playground. No scripts. */
import type { RecordingInfo } from '../../apps/recordings/shelf.js';
import { adminPage } from '../admin/places.js';
import { type Html, html } from '../skins/html.js';

/** Path of the page. */
export const RECORDINGS = '/Admin/Recordings/';

export interface RecordingsPage {
  readonly recordings: readonly RecordingInfo[];
  readonly token: string;
  /** Setting Recordings. */
  readonly isOn: boolean;
  /** The playground may be used here. */
  readonly hasPlayground: boolean;
  /** Of this server: recordings of other versions can be kept, not opened. */
  readonly version: string;
  readonly message: string | null;
}

export const fileAddress = (id: string): string => `${RECORDINGS}?${new URLSearchParams({ id }).toString()}`;

/** The playground opens what stands behind the number sign, after a question. */
export const playgroundAddress = (id: string): string =>
  `/playground/#recording=${encodeURIComponent(fileAddress(id))}`;

const sizeText = (size: number): string => (size < 10_240 ? `${size}` : `${Math.round(size / 1024)}K`);

function row(info: RecordingInfo, { hasPlayground, version }: RecordingsPage): Html {
  const { id, time, domain, skin, file, code, number, message, place, size } = info;
  const where = `${domain ?? 'no domain'}${skin === '' ? '' : `, ${skin}`}`;
  const isOurs = info.version === version;
  const open = !isOurs
    ? html`<br><span class="hint">Made by Postern ${info.version ?? 'before 0.1.0'}: open it with this version.</span>`
    : hasPlayground
      ? html`<br><a href="${playgroundAddress(id)}" target="_blank" rel="noopener">Open in playground</a>`
      : null;
  return html`<tr><td class="check"><input type="checkbox" name="id" value="${id}" aria-label="Mark the recording of ${file}, ${time}"></td><td class="text"><strong>${file}</strong> <span class="hint">${where}</span><br>${message} <span class="hint">${code} (${number}) at ${place}</span><br><a href="${fileAddress(id)}" download>Download</a>${open}</td><td class="number">${sizeText(size)}</td><td class="time"><time datetime="${time}">${time.slice(0, 19).replace('T', ' ')}</time></td></tr>`;
}

function list(page: RecordingsPage): Html {
  const { recordings, token } = page;
  if (recordings.length === 0) return html`<p class="hint">No request that you may see has failed.</p>`;
  const rows = recordings.map(info => row(info, page));
  return html`<form method="post" action="${RECORDINGS}"><input type="hidden" name="token" value="${token}"><div class="wide"><table class="lines"><caption>${recordings.length === 1 ? 'One recording' : `${recordings.length} recordings`}. Passwords and session ids in them are covered.</caption><thead><tr><th scope="col">Marker</th><th scope="col">What failed</th><th scope="col" class="number">Size</th><th scope="col">Time (GMT)</th></tr></thead><tbody>${rows}</tbody></table></div><div class="row"><button class="danger" name="action" value="delete">Delete marked</button></div></form>`;
}

/** The whole page. */
export function recordingsPage(page: RecordingsPage): string {
  const off = page.isOn
    ? null
    : html`<section><p>New failures are not recorded: the setting <code>Recordings</code> is off.</p></section>`;
  const message =
    page.message === null ? null : html`<section class="message" role="status">${page.message}</section>`;
  return adminPage(
    RECORDINGS,
    'Recordings of failed requests',
    html`${message}${off}<section aria-labelledby="list"><h2 id="list">Failed requests</h2>${list(page)}</section>`,
  );
}
