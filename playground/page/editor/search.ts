/** The search panel: a part that is loaded when somebody searches. */
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { type Extension, Prec } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';

export const searching: Extension = [
  search(),
  highlightSelectionMatches(),
  Prec.high(keymap.of(searchKeymap)),
];

export function open(view: EditorView): void {
  openSearchPanel(view);
}
