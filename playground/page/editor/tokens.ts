/** Colours by the project's own lexers: spans come from the worker, and move along while the next ones are on the way. */
import { RangeSet, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import { TOKEN_TYPES } from '../workers/tokens.js';

export const setTokens = StateEffect.define<Uint32Array>();

const marks = TOKEN_TYPES.map(type => Decoration.mark({ class: `tok-${type}` }));

export const tokenField = StateField.define<DecorationSet>({
  create: () => RangeSet.empty,
  update(current, transaction) {
    let next = current.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setTokens)) continue;
      const builder = new RangeSetBuilder<Decoration>();
      const { length } = transaction.newDoc;
      for (let i = 0; i < effect.value.length; i += 3) {
        const [start = 0, end = 0, type = 0] = effect.value.subarray(i, i + 3);
        if (end > start && end <= length) builder.add(start, end, marks[type] ?? Decoration.mark({}));
      }
      next = builder.finish();
    }
    return next;
  },
  provide: field => EditorView.decorations.from(field),
});
