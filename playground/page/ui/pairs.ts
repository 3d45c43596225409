/** An editor for names with values: parameters, header fields. */
import { button, make } from './dom.js';

type Pair = readonly [name: string, value: string];

export class PairEditor {
  readonly #rows = make('div', { class: 'pairs' });
  #pairs: Pair[] = [];

  constructor(
    parent: HTMLElement,
    private readonly what: string,
    private readonly onChange: (pairs: readonly Pair[]) => void,
  ) {
    const add = button(
      `Add ${what}`,
      () => {
        this.set([...this.#pairs, ['', '']]);
        this.#rows.querySelector<HTMLInputElement>('.pair:last-child input')?.focus();
      },
      { class: 'quiet' },
    );
    parent.append(this.#rows, add);
  }

  set(pairs: readonly Pair[]): void {
    this.#pairs = [...pairs];
    this.#rows.replaceChildren(...this.#pairs.map((pair, i) => this.#row(pair, i)));
  }

  #row([name, value]: Pair, i: number): HTMLElement {
    const field = (place: 0 | 1, label: string, content: string): HTMLInputElement => {
      const input = make('input', {
        type: 'text',
        value: content,
        'aria-label': `${label} of ${this.what} ${i + 1}`,
        placeholder: label,
        spellcheck: 'false',
      });
      input.addEventListener('input', () => {
        const [a, b] = this.#pairs[i] ?? ['', ''];
        this.#pairs[i] = place === 0 ? [input.value, b] : [a, input.value];
        this.onChange(this.#pairs.filter(([key]) => key !== ''));
      });
      return input;
    };
    const remove = button(
      '×',
      () => {
        this.set(this.#pairs.filter((_, place) => place !== i));
        this.onChange(this.#pairs.filter(([key]) => key !== ''));
      },
      { class: 'quiet', 'aria-label': `Remove ${this.what} ${i + 1}` },
    );
    return make('div', { class: 'pair' }, field(0, 'Name', name), field(1, 'Value', value), remove);
  }
}
