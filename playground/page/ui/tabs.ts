/** Tabs by the pattern of the ARIA guide: arrow keys walk, the shown one is in the tab order. */

export class Tabs {
  readonly #tabs: HTMLButtonElement[];

  /** @param list element with the tabs; each names its panel by `aria-controls` */
  constructor(
    list: HTMLElement,
    private readonly onSelect: (id: string) => void = () => undefined,
  ) {
    this.#tabs = [...list.querySelectorAll<HTMLButtonElement>('[role=tab]')];
    for (const tab of this.#tabs) {
      tab.addEventListener('click', () => this.select(tab.id));
      tab.addEventListener('keydown', event => this.#key(event, tab));
    }
    this.select(this.#tabs[0]?.id ?? '');
  }

  select(id: string): void {
    for (const tab of this.#tabs) {
      const isChosen = tab.id === id;
      tab.setAttribute('aria-selected', String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute('aria-controls') ?? '');
      if (panel !== null) panel.hidden = !isChosen;
    }
    this.onSelect(id);
  }

  get selected(): string {
    return this.#tabs.find(tab => tab.getAttribute('aria-selected') === 'true')?.id ?? '';
  }

  #key(event: KeyboardEvent, tab: HTMLButtonElement): void {
    const shown = this.#tabs.filter(candidate => candidate.offsetParent !== null);
    const at = shown.indexOf(tab);
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (target === undefined) return;
    const next = shown[(target + shown.length) % shown.length];
    event.preventDefault();
    next?.focus();
    if (next !== undefined) this.select(next.id);
  }
}
