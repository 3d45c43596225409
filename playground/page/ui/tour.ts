/** The guided tour of both languages: short texts above an example that can be changed and run. */
import { workspaceOf } from '../check.js';
import type { Workspace } from '../workspace.js';
import { button, byId, make } from './dom.js';
import { markdown } from './markdown.js';

export interface Step {
  readonly title: string;
  /** The little Markdown of `markdown.ts`. */
  readonly text: string;
  readonly workspace: unknown;
}

export class Tour {
  #steps: Step[] = [];
  #at = 0;

  /** @param open takes the workspace of a step, and whether the tour begins */
  constructor(private readonly open: (workspace: Workspace, isFirst: boolean) => void) {}

  async start(): Promise<void> {
    if (this.#steps.length === 0)
      this.#steps = (await fetch('tour.json').then(response => response.json())) as Step[];
    this.#show(0, true);
  }

  #show(at: number, isFirst = false): void {
    const step = this.#steps[at];
    const workspace = workspaceOf(step?.workspace);
    if (step === undefined || workspace === null) return;
    this.#at = at;
    this.open(workspace, isFirst);
    const note = byId('note');
    const last = this.#steps.length - 1;
    note.hidden = false;
    note.replaceChildren(
      make('strong', {}, `${at + 1} of ${last + 1}: ${step.title}`),
      markdown(step.text),
      make(
        'div',
        { class: 'row' },
        button('Back', () => this.#show(this.#at - 1), at === 0 ? { disabled: true } : {}),
        button(
          'Next',
          () => this.#show(this.#at + 1),
          at === last ? { disabled: true } : { class: 'primary' },
        ),
        button('End the tour', () => (note.hidden = true), { class: 'quiet' }),
      ),
    );
    note.setAttribute('tabindex', '-1');
    note.focus();
  }
}
