/** The administration pages of the user listeners, and the frame that they share. */
import { Html, html, type Piece } from '../skins/html.js';
import { style } from '../skins/style.js';

export const ADMIN = '/Admin/';
export const USAGE = '/Admin/Usage/';
export const LOG = '/Admin/Log/';

/** One entry each: path, name, what it is for. */
export const places: readonly (readonly [path: string, name: string, about: string])[] = [
  ['/Admin/Skins/', 'Skins', 'files of skins: upload, download, named skins'],
  [USAGE, 'Usage', 'what programs and pages have cost since the server started'],
  [LOG, 'Log', 'the last records of the log, and those that come'],
  ['/Admin/Recordings/', 'Recordings', 'requests that failed, to be opened in the playground'],
  ['/Admin/Monitor/', 'Monitor', 'connections and sessions of XIMSS'],
  ['/playground/', 'Playground', 'write, run and debug programs and pages; deploy them to a skin'],
];

/** Not escaped: the policy knows the style sheet by its exact text. */
const stylesheet = new Html(`<style>${style}</style>`);

/** Links to all administration pages. */
export function adminNav(current: string): Html {
  const links = places.map(
    ([path, name]) =>
      html`<li><a href="${path}"${path === current ? html` aria-current="page"` : null}>${name}</a></li>`,
  );
  return html`<nav aria-label="Administration"><ul>${links}</ul></nav>`;
}

/** A whole page. `head` stands in its head, behind the style sheet. */
export function adminPage(current: string, title: string, content: Piece, head: Piece = null): string {
  return html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${stylesheet}${head}</head>
<body><a class="skip" href="#content">Skip to the content</a>
<header><h1>${title}</h1>${adminNav(current)}</header>
<main id="content">${content}</main></body></html>
`.text;
}

/** The page at `/Admin/`. */
export function indexPage(): string {
  const rows = places.map(
    ([path, name, about]) =>
      html`<tr><th scope="row"><a href="${path}">${name}</a></th><td>${about}</td></tr>`,
  );
  const list = html`<section aria-labelledby="list"><h2 id="list">Pages for administrators</h2><table><tbody>${rows}</tbody></table></section>`;
  return adminPage(ADMIN, 'Administration', list);
}
