/** What an operation is called, takes and gives: the table behind the dispatcher and docs/ximss.md. */

/** An attribute of a request. */
export interface AttributeRow {
  readonly name: string;
  readonly required: boolean;
  readonly about: string;
}

/** One operation. */
export interface Declaration {
  readonly name: string;
  /** 1 and 2 are supported; 3 answers that it is not. */
  readonly tier: 1 | 2 | 3;
  readonly summary: string;
  readonly attributes: readonly AttributeRow[];
  /** What its element holds. */
  readonly body: string;
  /** Names of its data messages. */
  readonly data: readonly string[];
  /** Errors of its own: text and errorNum. */
  readonly errors: readonly (readonly [text: string, number: number | null])[];
}

const attribute =
  (required: boolean) =>
  (name: string, about: string): AttributeRow => ({ name, required, about });

export const need = attribute(true);
export const may = attribute(false);
