/** The little Markdown that the language service writes: paragraphs, fenced code, `code`, **bold**. */
import { make } from './dom.js';

function inline(text: string): (Node | string)[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map(part => {
    if (part.startsWith('`') && part.length > 2) return make('code', {}, part.slice(1, -1));
    if (part.startsWith('**') && part.length > 4) return make('strong', {}, part.slice(2, -2));
    return part;
  });
}

export function markdown(text: string): HTMLElement {
  const box = make('div', { class: 'markdown' });
  for (const block of text.split(/(```\w*\n[\s\S]*?\n```)|\n\n+/)) {
    if (block === undefined || block.trim() === '') continue;
    const code = /^```\w*\n([\s\S]*?)\n```$/.exec(block.trim())?.[1];
    box.append(
      code === undefined ? make('p', {}, ...inline(block)) : make('pre', {}, make('code', {}, code)),
    );
  }
  return box;
}
