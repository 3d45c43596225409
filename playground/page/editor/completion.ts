/** Completion and what else helps while somebody types: a part that is loaded when the editor is entered. */
import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  snippet,
  startCompletion,
} from '@codemirror/autocomplete';
import { type Extension, Prec } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';
import type { Completion as Item } from '../../language/types.js';
import type { Language } from '../language.js';
import { markdown } from '../ui/markdown.js';

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

/** What stands before the caret when a list opens by itself. */
const BEFORE = /(?:\w+|[.%:"])$/;

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
export function completing(language: Language, fileOf: () => string): Extension {
  async function source(context: CompletionContext): Promise<CompletionResult | null> {
    if (!context.explicit && context.matchBefore(BEFORE) === null) return null;
    const list = await language.complete(fileOf(), context.pos);
    return list === null || context.aborted
      ? null
      : { from: list.from, options: list.items.map(completionOf), validFor: /^\w*$/ };
  }
  return [
    autocompletion({ override: [source], icons: true, maxRenderedOptions: 60, positionInfo }),
    closeBrackets(),
    Prec.high(
      keymap.of([...completionKeymap, { key: 'Tab', run: acceptCompletion }, ...closeBracketsKeymap]),
    ),
  ];
}

/** Opens the list at the caret. */
export function complete(view: EditorView): void {
  startCompletion(view);
}

/** Would the list have opened by itself, had it been here when the last symbol was typed? */
export function isTyping({ state }: EditorView): boolean {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  return BEFORE.test(line.text.slice(0, head - line.from));
}
