/** Completion, hover and folding of the editor, all answered by the worker. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippet,
} from '@codemirror/autocomplete';
import { foldService } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { hoverTooltip } from '@codemirror/view';
import type { Fold, Completion as Item } from '../../language/types.js';
import type { Language } from '../language.js';
import { markdown } from '../ui/markdown.js';
import { signatureHelp } from './signature.js';

const ICONS: Readonly<Record<Item['kind'], string>> = {
  function: 'function',
  procedure: 'function',
  entry: 'function',
  variable: 'variable',
  keyword: 'keyword',
  element: 'keyword',
  prefix: 'keyword',
  file: 'text',
  key: 'property',
  text: 'text',
};

function completionOf(item: Item): Completion {
  const { label, kind, detail, documentation, insert } = item;
  const isSnippet = insert?.includes('$0') === true;
  return {
    label,
    type: ICONS[kind],
    ...(detail === undefined
      ? {}
      : { detail: detail.startsWith(label) ? detail.slice(label.length) : detail }),
    ...(documentation === undefined ? {} : { info: () => markdown(documentation) }),
    ...(insert === undefined ? {} : { apply: isSnippet ? snippet(insert.replace('$0', '#{}')) : insert }),
    boost: kind === 'variable' || kind === 'key' ? 2 : kind === 'keyword' ? -1 : 0,
  };
}

/** Where there is no room beside the list, its explanation goes below; else CodeMirror puts it beside. */
const positionInfo: NonNullable<NonNullable<Parameters<typeof autocompletion>[0]>['positionInfo']> = (
  _view,
  list,
  _option,
  _info,
  space,
) => {
  const width = Math.min(380, space.right - space.left - 16);
  const [right, left] = [space.right - list.right, list.left - space.left];
  if (right > 240) return { style: `left: 100%; top: 0; max-width: ${Math.min(380, right)}px` };
  if (left > 240) return { style: `right: 100%; top: 0; max-width: ${Math.min(380, left)}px` };
  const shift = Math.min(0, space.right - list.left - width - 8);
  return { style: `top: 100%; left: ${shift}px; width: ${width}px; max-width: ${width}px` };
};

/** @param fileOf name of the file in the editor */
export function assist(language: Language, fileOf: () => string, foldsOf: () => readonly Fold[]): Extension {
  async function source(context: CompletionContext): Promise<CompletionResult | null> {
    const before = context.matchBefore(/(?:\w+|[.%:"])$/);
    if (!context.explicit && before === null) return null;
    const list = await language.complete(fileOf(), context.pos);
    return list === null || context.aborted
      ? null
      : { from: list.from, options: list.items.map(completionOf), validFor: /^\w*$/ };
  }
  return [
    autocompletion({ override: [source], icons: true, maxRenderedOptions: 60, positionInfo }),
    signatureHelp(language, fileOf),
    hoverTooltip(async (view, position) => {
      const hover = await language.hover(fileOf(), position);
      if (hover === null || hover.end > view.state.doc.length) return null;
      return { pos: hover.start, end: hover.end, create: () => ({ dom: tooltip(hover.markdown) }) };
    }),
    foldService.of((state, from, to) => {
      const fold = foldsOf().find(({ start }) => start >= from && start <= to);
      if (fold === undefined || fold.end > state.doc.length) return null;
      const last = state.doc.lineAt(fold.end);
      return last.from > to ? { from: to, to: fold.end } : null;
    }),
  ];
}

function tooltip(text: string): HTMLElement {
  const box = markdown(text);
  box.classList.add('tooltip');
  return box;
}
