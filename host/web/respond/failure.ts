/**
 * Failed programs and pages: visitors get `failure.wssp` without details, administrators the code frame. The log
 * has it in any case.
 */

import { escapeHTML } from '../../apps/html.js';
import type { AppFailure } from '../../apps/types.js';
import type { Visit } from '../skin/visit.js';
import { sendErrorPage } from './errorpage.js';
import { smallPagePolicy } from './plain.js';

const style =
  ':root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}pre{overflow:auto;padding:1rem;border:1px solid;border-radius:6px}dt{font-weight:600}';

/** The page for administrators. */
function failurePage(failure: AppFailure): string {
  const place =
    failure.line > 0 ? `${failure.file}, line ${failure.line}, column ${failure.column}` : failure.file;
  const frame = failure.codeFrame === null ? '' : `<pre>${escapeHTML(failure.codeFrame)}</pre>`;
  const calls = failure.calls ?? [];
  const callers =
    calls.length < 2
      ? ''
      : `<h2>Called from</h2><ol>${calls
          .slice(1)
          .map(call => `<li>${escapeHTML(call)}</li>`)
          .join('')}</ol>`;
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>500 ${escapeHTML(failure.code)}</title><style>${style}</style></head>
<body><h1>${escapeHTML(failure.message)}</h1><dl><dt>Place</dt><dd>${escapeHTML(place)}</dd><dt>Error</dt><dd>${escapeHTML(failure.code)} (${failure.number})</dd></dl>${frame}${callers}
<p>Only administrators see this page. Visitors see failure.wssp. More: <a href="/Admin/Log/">log</a>, <a href="/Admin/Recordings/">recordings of failed requests</a>, <a href="/Admin/Skins/">skins</a>.</p></body></html>
`;
}

/** Sends 500 for a failure. The application runner has logged it. */
export async function sendFailure(visit: Visit, failure: AppFailure): Promise<void> {
  const { services, principal, domain } = visit;
  const isKnown = visit.realm === 'session' || visit.realm === 'auth';
  if (!isKnown || !(await services.accounts.maySeeFailures(principal, domain))) {
    return sendErrorPage(visit, 'failure');
  }
  const { ctx } = visit.request;
  ctx.res.setHeader('Content-Security-Policy', smallPagePolicy);
  ctx.res.setHeader('Cache-Control', 'private, no-store');
  ctx.res.setHeader('Content-Type', 'text/html; charset=utf-8');
  ctx.status = 500;
  ctx.body = failurePage(failure);
}
