/** Generated lines, each with the place in the source it comes from. */
export interface Line {
  readonly code: string;
  /** Offset in the page text, -1 for lines without one. */
  readonly at: number;
}

const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** A byte string as a JavaScript literal in ASCII. */
export function literal(bytes: string): string {
  return JSON.stringify(bytes).replace(
    /[\x7f-\uffff]/g,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `object.key`, or with brackets where the key is no identifier. */
export function member(object: string, key: string): string {
  return IDENTIFIER.test(key) ? `${object}.${key}` : `${object}[${literal(key)}]`;
}
