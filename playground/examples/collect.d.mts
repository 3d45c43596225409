/** An example or a step of the tour. */
export interface Collected {
  readonly id: string;
  readonly title: string;
  readonly order: number;
  readonly workspace: unknown;
}

export function examples(root: string): Collected[];
export function tour(root: string): Collected[];
