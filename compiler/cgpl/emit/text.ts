/** Pieces of generated JavaScript. The text is ASCII throughout. */

/** Words that cannot name a variable in strict code, or that generated code relies on. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield NaN Infinity'
  ).split(' '),
);

/** The JavaScript name of a variable: its own, since names of CG/PL hold no dollar sign. */
export function variableName(name: string): string {
  return RESERVED.has(name) ? `${name}$` : name;
}

/** A byte string as a literal. */
export function literal(bytes: string): string {
  return JSON.stringify(bytes).replace(
    /[\x7f-\uffff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `.name`, or `["name"]` for what is no name in JavaScript. */
export function place(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${literal(name)}]`;
}

const MARK = '\x01';
const MARK_END = '\x02';

/** Says that the code behind it comes from this offset of the source; `splitMarks` takes it out again. */
export function mark(offset: number): string {
  return MARK + offset.toString(36) + MARK_END;
}

export interface MarkedLine {
  readonly code: string;
  /** Columns from 0 in `code`, with the source offsets from there on. */
  readonly marks: readonly { readonly column: number; readonly offset: number }[];
}

export function splitMarks(line: string): MarkedLine {
  if (!line.includes(MARK)) return { code: line, marks: [] };
  const pieces = line.split(MARK);
  let code = pieces[0] ?? '';
  const marks: { column: number; offset: number }[] = [];
  for (let i = 1; i < pieces.length; i++) {
    const piece = pieces[i] ?? '';
    const end = piece.indexOf(MARK_END);
    marks.push({ column: code.length, offset: Number.parseInt(piece.slice(0, end), 36) });
    code += piece.slice(end + 1);
  }
  return { code, marks };
}
