/** Signatures, hover and folding of the editor, all answered by the worker. */
import { foldService } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { hoverTooltip } from '@codemirror/view';
import type { Fold } from '../../language/types.js';
import type { Language } from '../language.js';
import { markdown } from '../ui/markdown.js';
import { signatureHelp } from './signature.js';

/** @param fileOf name of the file in the editor */
export function assist(language: Language, fileOf: () => string, foldsOf: () => readonly Fold[]): Extension {
  return [
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
