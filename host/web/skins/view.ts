/** The skin pages: files of a skin, named skins, upload. No scripts; forms only. */
import { offsetOf } from '../../apps/marked.js';
import type { RefusedFile, UploadReport } from '../../apps/upload.js';
import { adminNav } from '../admin/places.js';
import type { SkinFileLine } from '../services.js';
import { form, sizeText } from './forms.js';
import { Html, html } from './html.js';
import { addressOf, type SkinPlace } from './place.js';
import { style } from './style.js';
import { type FileVersions, versionsSection } from './versions.js';

/** Everything that one page shows. */
export interface SkinPage {
  readonly place: SkinPlace;
  readonly token: string;
  /** Sets the person may change; null is the server-wide one. */
  readonly sets: readonly (string | null)[];
  /** Named skins of the set; null when it has no unnamed skin yet. */
  readonly named: readonly string[] | null;
  readonly files: readonly SkinFileLine[];
  readonly message: string | null;
  readonly problem: string | null;
  readonly report: UploadReport | null;
  /** The versions of a file that somebody asked for. */
  readonly versions: FileVersions | null;
}

/** Not escaped: the policy knows the style sheet by its exact text. */
const stylesheet = new Html(`<style>${style}</style>`);

const setName = (domain: string | null) => domain ?? 'Server-wide';
const skinTitle = (skin: string) => (skin === '' ? 'Unnamed skin' : skin);

function fileRow(place: SkinPlace, file: SkinFileLine): Html {
  const box = file.isDefault
    ? html`<span class="default">default</span>`
    : html`<input type="checkbox" name="file" value="${file.name}" aria-label="Mark ${file.name}">`;
  const kept = file.isDefault
    ? null
    : html` <small><a href="${addressOf(place, { versions: file.name })}#versions" aria-label="Versions of ${file.name}">versions</a></small>`;
  const date = new Date(file.modified).toISOString();
  return html`<tr><td class="check">${box}</td><td class="long"><a href="${addressOf(place, { file: file.name })}" download>${file.name}</a>${kept}</td><td class="number">${sizeText(file.size)}</td><td class="date"><time datetime="${date}">${date.slice(0, 16).replace('T', ' ')}</time></td></tr>`;
}

function filesSection(page: SkinPage): Html {
  const { place, files } = page;
  const own = files.some(file => !file.isDefault);
  // the own ones first: there can be few of them among many
  const sorted = [...files.filter(file => !file.isDefault), ...files.filter(file => file.isDefault)];
  const rows = sorted.map(file => fileRow(place, file));
  const list = html`<table><caption>${files.length === 1 ? 'One file' : `${files.length} files`}. Files marked <em>default</em> come from the skins behind this one; upload a file of the same name to replace one.</caption><thead><tr><th scope="col">Marker</th><th scope="col">Name</th><th scope="col" class="number">Size</th><th scope="col" class="date">Modified (GMT)</th></tr></thead><tbody>${rows}</tbody></table>`;
  const button = html`<div class="row"><button class="danger" name="action" value="delete">Delete marked</button></div>`;
  return html`<section aria-labelledby="files"><h2 id="files">Files</h2>${form(page, html`${list}${own ? button : null}`)}</section>`;
}

function uploadSection(page: SkinPage): Html {
  const content = html`<div class="row"><div><label for="upload">Files to upload</label><input type="file" id="upload" name="file" multiple required aria-describedby="hint"></div><button name="action" value="upload">Upload</button></div><p class="hint" id="hint">Several files at a time, or a .tar archive. Pages and programs are compiled first.</p>`;
  return html`<section aria-labelledby="uploading"><h2 id="uploading">Upload</h2>${form(page, content, true)}</section>`;
}

function namedSection(page: SkinPage): Html {
  const { place, named } = page;
  const items = (named ?? []).map(
    name =>
      html`<li><input type="checkbox" name="named" value="${name}" aria-label="Mark ${name}"><a href="${addressOf({ domain: place.domain, skin: name })}">${name}</a></li>`,
  );
  const remove = html`<div class="row"><button class="danger" name="action" value="remove">Remove marked</button></div>`;
  const list =
    items.length > 0
      ? form(page, html`<ul class="named">${items}</ul>${remove}`)
      : html`<p class="hint">None yet.</p>`;
  const create = form(
    page,
    html`<div class="row"><div><label for="new">New skin</label><input type="text" id="new" name="name" maxlength="127" required autocomplete="off"></div><button class="plain" name="action" value="create">Create</button></div>`,
  );
  const unnamed =
    place.domain !== null && items.length === 0
      ? form(
          page,
          html`<div class="row"><button class="danger" name="action" value="removethis">Remove unnamed skin</button></div>`,
        )
      : null;
  return html`<section aria-labelledby="named"><h2 id="named">Named skins</h2>${list}${create}${unnamed}<p class="hint">Only empty skins can be removed.</p></section>`;
}

function renameSection(page: SkinPage): Html {
  const { place } = page;
  return html`<section aria-labelledby="rename"><h2 id="rename">This skin</h2>${form(page, html`<div class="row"><div><label for="name">Name</label><input type="text" id="name" name="name" value="${place.skin}" maxlength="127" required autocomplete="off"></div><button class="plain" name="action" value="rename">Rename skin</button></div>`)}${form(page, html`<div class="row"><button class="danger" name="action" value="removethis">Remove skin</button></div>`)}<p class="hint">Only an empty skin can be removed.</p></section>`;
}

/** Longest text of a refused file that is shown. */
const SHOWN = 200_000;

/** A refused file: every error, and its text with the mark at the first one. */
function refusedFile({ file, reason, check }: RefusedFile, at: number): Html {
  const first = check?.errors[0];
  if (check === null || first === undefined) return html`<h3>${file}</h3><p>${reason}</p>`;
  const offset = offsetOf(check.marked, first.line, first.column);
  const mark = '<--ERROR-->';
  const start = Math.max(0, offset - SHOWN / 2);
  const before = check.marked.slice(start, offset);
  const after = check.marked.slice(offset + mark.length, offset + SHOWN / 2);
  const errors = check.errors.map(
    ({ line, column, message }) => html`<li>Line ${line}, column ${column}: ${message}</li>`,
  );
  return html`<h3>${file}</h3><ul>${errors}</ul><p><a href="#error${at}">Go to the error</a></p><pre tabindex="0" aria-label="Text of ${file}">${before}<mark id="error${at}">${mark}</mark>${after}</pre>`;
}

function reportSection({ stored, refused }: UploadReport): Html {
  const good = stored.length > 0 ? html`<p>Stored: ${stored.join(', ')}</p>` : null;
  return html`<section class="problem" role="alert" aria-labelledby="refused"><h2 id="refused">${refused.length === 1 ? 'One file was' : `${refused.length} files were`} not stored</h2>${good}${refused.map(refusedFile)}</section>`;
}

function createUnnamed(page: SkinPage): Html {
  return html`<section><h2>No skins yet</h2><p>This domain shows the server-wide and stock skins. Create its unnamed skin to change single files or to add named skins.</p>${form({ ...page, place: { ...page.place, skin: '' } }, html`<div class="row"><button name="action" value="create">Create unnamed skin</button></div>`)}</section>`;
}

/** The whole page. */
export function skinPage(page: SkinPage): string {
  const { place, sets, named, message, problem, report } = page;
  const title = `${skinTitle(place.skin)} – ${setName(place.domain)}`;
  const links = sets.map(set => {
    const current = set === place.domain ? html` aria-current="page"` : null;
    return html`<li><a href="${addressOf({ domain: set, skin: '' })}"${current}>${setName(set)}</a></li>`;
  });
  const up =
    place.skin === ''
      ? null
      : html`<p><a href="${addressOf({ domain: place.domain, skin: '' })}">Up to the unnamed skin</a></p>`;
  const content =
    named === null && place.skin === ''
      ? createUnnamed(page)
      : html`${uploadSection(page)}${place.skin === '' ? namedSection(page) : renameSection(page)}${filesSection(page)}`;
  return html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${stylesheet}</head>
<body><a class="skip" href="#content">Skip to the content</a>
<header><h1>${title}</h1>${adminNav('/Admin/Skins/')}<nav aria-label="Sets of skins"><ul>${links}</ul></nav>${up}</header>
<main id="content">${message === null ? null : html`<section class="message" role="status">${message}</section>`}${problem === null ? null : html`<section class="problem" role="alert">${problem}</section>`}${report === null ? null : reportSection(report)}${page.versions === null ? null : versionsSection(page, page.versions)}${content}</main></body></html>
`.text;
}
