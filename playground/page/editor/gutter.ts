/** Marks beside the lines: breakpoints, the line that is executed, how often lines were executed. */
import { type Extension, RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutter } from '@codemirror/view';

export interface Breakpoint {
  /** From 1. */
  readonly line: number;
  readonly condition: string | null;
}

export const setBreakpoints = StateEffect.define<readonly Breakpoint[]>();
/** Line from 1 that is about to be executed; null for none. */
export const setCurrent = StateEffect.define<number | null>();
/** Share of the work by line, 0 to 1. */
export const setHeat =
  StateEffect.define<ReadonlyMap<number, { readonly share: number; readonly text: string }>>();

class BreakpointMarker extends GutterMarker {
  constructor(readonly condition: string | null) {
    super();
  }

  override eq(other: BreakpointMarker): boolean {
    return other.condition === this.condition;
  }

  override toDOM(): Node {
    const dot = document.createElement('span');
    dot.className = this.condition === null ? 'breakpoint' : 'breakpoint conditional';
    dot.title = this.condition === null ? 'Breakpoint' : `Breakpoint when ${this.condition}`;
    return dot;
  }
}

class HeatMarker extends GutterMarker {
  constructor(
    readonly share: number,
    readonly text: string,
  ) {
    super();
  }

  override eq(other: HeatMarker): boolean {
    return other.share === this.share && other.text === this.text;
  }

  override toDOM(): Node {
    const cell = document.createElement('span');
    cell.className = 'heat';
    cell.style.setProperty('--share', String(this.share));
    cell.textContent = this.text;
    return cell;
  }
}

const breakpointField = StateField.define<RangeSet<BreakpointMarker>>({
  create: () => RangeSet.empty,
  update(current, transaction) {
    let next = current.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setBreakpoints)) continue;
      const { doc } = transaction.state;
      const marks = effect.value
        .filter(({ line }) => line >= 1 && line <= doc.lines)
        .map(({ line, condition }) => new BreakpointMarker(condition).range(doc.line(line).from));
      next = RangeSet.of(marks, true);
    }
    return next;
  },
});

/** Breakpoints of the text as it is now: they move with their lines. */
export function breakpointsOf(view: EditorView): Breakpoint[] {
  const found: Breakpoint[] = [];
  view.state.field(breakpointField).between(0, view.state.doc.length, (from, _to, { condition }) => {
    found.push({ line: view.state.doc.lineAt(from).number, condition });
  });
  return found;
}

const currentField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(current, transaction) {
    let next = current.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setCurrent)) continue;
      const { doc } = transaction.state;
      const line = effect.value;
      next =
        line === null || line > doc.lines
          ? Decoration.none
          : Decoration.set(
              Decoration.line({ class: 'current-line', attributes: { 'aria-current': 'step' } }).range(
                doc.line(line).from,
              ),
            );
    }
    return next;
  },
  provide: field => EditorView.decorations.from(field),
});

const heatField = StateField.define<RangeSet<HeatMarker>>({
  create: () => RangeSet.empty,
  update(current, transaction) {
    let next = transaction.docChanged ? RangeSet.empty : current;
    for (const effect of transaction.effects) {
      if (!effect.is(setHeat)) continue;
      const { doc } = transaction.state;
      const marks = [...effect.value]
        .filter(([line]) => line >= 1 && line <= doc.lines)
        .map(([line, { share, text }]) => new HeatMarker(share, text).range(doc.line(line).from));
      next = RangeSet.of(marks, true);
    }
    return next;
  },
});

/** The gutters. A click beside a line calls `toggle`. */
export function gutters(toggle: (line: number, withCondition: boolean) => void): Extension {
  return [
    breakpointField,
    currentField,
    heatField,
    gutter({
      class: 'heat-gutter',
      markers: view => view.state.field(heatField),
      renderEmptyElements: false,
    }),
    gutter({
      class: 'breakpoint-gutter',
      markers: view => view.state.field(breakpointField),
      initialSpacer: () => new BreakpointMarker(null),
      domEventHandlers: {
        mousedown(view, block, event) {
          toggle(view.state.doc.lineAt(block.from).number, (event as MouseEvent).shiftKey);
          return true;
        },
      },
    }),
  ];
}
