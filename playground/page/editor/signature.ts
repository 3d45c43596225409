/** The signature of the call around the caret, above it, with the parameter that is being written. */
import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { EditorView, keymap, showTooltip, type Tooltip, type ViewUpdate } from '@codemirror/view';
import type { Signature } from '../../language/types.js';
import type { Language } from '../language.js';
import { make } from '../ui/dom.js';

/** A call is looked for that many symbols before the caret. */
const NEAR = 2_000;

const setTooltip = StateEffect.define<Tooltip | null>();

const field = StateField.define<Tooltip | null>({
  create: () => null,
  update(current, transaction) {
    for (const effect of transaction.effects) if (effect.is(setTooltip)) return effect.value;
    return current === null || !transaction.docChanged
      ? current
      : { ...current, pos: transaction.changes.mapPos(current.pos) };
  },
  provide: it => showTooltip.from(it),
});

/** The label, with the active parameter marked. */
function shown({ label, parameters, active }: Signature): HTMLElement {
  const box = make('div', { class: 'signature' });
  const name = parameters[active];
  const list = label.indexOf('(') + 1;
  let at = list;
  for (let i = 0; i < active; i++) at = label.indexOf(parameters[i] ?? '', at) + (parameters[i]?.length ?? 0);
  const start = name === undefined || list === 0 ? -1 : label.indexOf(name, at);
  if (name === undefined || start < 0) box.append(label);
  else box.append(label.slice(0, start), make('mark', {}, name), label.slice(start + name.length));
  return box;
}

/** Is a parenthesis open before the caret? Answers quickly, and says yes too often. */
function mayCall(text: string): boolean {
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    const sign = text[i];
    if (sign === ')') depth++;
    else if (sign === '(' && --depth < 0) return true;
    else if (sign === ';') return false;
  }
  return false;
}

/** @param fileOf name of the file in the editor */
export function signatureHelp(language: Language, fileOf: () => string): Extension {
  let number = 0;
  async function ask({ view, state, docChanged }: ViewUpdate): Promise<void> {
    const own = ++number;
    // the worker is told of the new text first
    await Promise.resolve();
    const { head } = state.selection.main;
    const isOpen = state.field(field) !== null;
    // a caret that is only moved asks nothing, but closes what is no longer true
    const isAsked = (docChanged || isOpen) && mayCall(state.sliceDoc(Math.max(0, head - NEAR), head));
    const signature = isAsked ? await language.signature(fileOf(), head) : null;
    if (own !== number || (signature === null && !isOpen)) return;
    const tooltip: Tooltip | null =
      signature === null ? null : { pos: head, above: true, create: () => ({ dom: shown(signature) }) };
    // not within an update
    queueMicrotask(() => own === number && view.dispatch({ effects: setTooltip.of(tooltip) }));
  }
  function close(view: EditorView): boolean {
    number++;
    if (view.state.field(field) === null) return false;
    view.dispatch({ effects: setTooltip.of(null) });
    return true;
  }
  return [
    field,
    EditorView.updateListener.of(update => {
      if (update.docChanged || update.selectionSet) void ask(update);
    }),
    keymap.of([{ key: 'Escape', run: close }]),
    EditorView.domEventHandlers({ blur: (_event, view) => void close(view) }),
  ];
}
