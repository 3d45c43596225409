/** Text in the pages that the server itself makes, without a skin. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML. */
export function escapeHTML(text: string): string {
  return text.replace(/[&<>"']/g, symbol => entities[symbol] ?? symbol);
}
