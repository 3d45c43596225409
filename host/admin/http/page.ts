/** The upload page of the administration face: one plain HTML page, no scripts. */
import { escapeHTML } from '../../apps/html.js';
import type { RefusedFile, UploadReport } from '../../apps/upload.js';
import type { SkinListItem } from './types.js';

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}
pre{background:#f4f4f4;padding:1em;overflow:auto}table{border-collapse:collapse}td{padding:.1em 1em .1em 0}
.error{color:#a00}.default{color:#777}label{display:block;margin:.5em 0}`;

/** A refused file with its code frame. */
function refusal({ file, reason, check }: RefusedFile): string {
  const frame = check === null ? '' : `<pre>${escapeHTML(check.codeFrame)}</pre>`;
  return `<p class="error">${escapeHTML(file)} was not stored: ${escapeHTML(reason)}</p>${frame}`;
}

/** The page for one skin. */
export function skinPage(
  domain: string,
  skin: string,
  files: readonly SkinListItem[],
  report: UploadReport | null,
): string {
  const rows = files.map(
    file =>
      `<tr${file.isDefault ? ' class="default"' : ''}><td>${escapeHTML(file.name)}</td><td>${file.size}</td><td>${escapeHTML(
        file.modified ?? '',
      )}</td><td>${file.isDefault ? 'default' : ''}</td></tr>`,
  );
  const stored = report?.stored.length ? `<p>Stored: ${escapeHTML(report.stored.join(', '))}</p>` : '';
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Skin files</title><style>${style}</style></head><body>
<h1>Skin files</h1>
<form method="get" action="/skins">
<label>Domain (empty: server-wide) <input name="domain" value="${escapeHTML(domain)}"></label>
<label>Skin (empty: unnamed) <input name="skin" value="${escapeHTML(skin)}"></label>
<button>Show</button></form>
${stored}${(report?.refused ?? []).map(refusal).join('')}
<form method="post" action="/skins" enctype="multipart/form-data">
<input type="hidden" name="domain" value="${escapeHTML(domain)}"><input type="hidden" name="skin" value="${escapeHTML(skin)}">
<label>Files, also .tar <input type="file" name="file" multiple></label>
<button>Upload</button></form>
<table>${rows.join('\n')}</table>
</body></html>
`;
}
