/** The small page that people get when no skin page can be made: refusals, and error pages that fail themselves. */

import { escapeHTML } from '../../apps/html.js';

/** Style sheet of the small page; its hash is in the policy, so that no other style or script runs there. */
const style =
  ':root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:15vh auto;max-width:32rem;padding:0 1.5rem}h1{font-size:1.4rem}p{opacity:.8}';

/** Content-Security-Policy of the small page. */
export const smallPagePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

/** A complete page with a number and one sentence. */
export function smallPage(status: number, text: string): string {
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${status}</title><style>${style}</style></head>
<body><h1>${status}</h1><p>${escapeHTML(text)}</p></body></html>
`;
}
