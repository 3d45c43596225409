/** Colours by the project's own lexers: spans come from the worker, and move along while the next ones are on the way. */
import { RangeSet, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { Token, TokenType } from '../../language/types.js';

export const setTokens = StateEffect.define<readonly Token[]>();

const marks = new Map<TokenType, Decoration>();

function markOf(type: TokenType): Decoration {
  let mark = marks.get(type);
  if (mark === undefined) marks.set(type, (mark = Decoration.mark({ class: `tok-${type}` })));
  return mark;
}

export const tokenField = StateField.define<DecorationSet>({
  create: () => RangeSet.empty,
  update(current, transaction) {
    let next = current.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setTokens)) continue;
      const builder = new RangeSetBuilder<Decoration>();
      const { length } = transaction.newDoc;
      for (const { start, end, type } of effect.value) {
        if (end > start && end <= length) builder.add(start, end, markOf(type));
      }
      next = builder.finish();
    }
    return next;
  },
  provide: field => EditorView.decorations.from(field),
});
