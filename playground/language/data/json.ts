/** Where a JSON text stops being one. The reader of `stdlib/data` says only that it does. */
import { type Lexeme, lexJson } from './lex.js';

export interface JsonProblem {
  readonly code: string;
  readonly message: string;
  readonly at: number;
}

const MAX_LEVELS = 1000;

class Wrong {
  constructor(
    readonly lexeme: Lexeme | null,
    readonly expected: string,
  ) {}
}

/** null for a correct text. */
export function checkJson(text: string): JsonProblem | null {
  const lexemes = lexJson(text);
  let at = 0;
  const take = (expected: string, fits: (lexeme: Lexeme) => boolean): Lexeme => {
    const lexeme = lexemes[at];
    if (lexeme === undefined || !fits(lexeme)) throw new Wrong(lexeme ?? null, expected);
    at++;
    return lexeme;
  };
  const sign = (text: string) => take(`"${text}"`, lexeme => lexeme.text === text);
  const list = (close: string, level: number, element: () => void): void => {
    if (level > MAX_LEVELS) throw new Wrong(lexemes[at] ?? null, 'less nesting');
    if (lexemes[at]?.text === close) {
      at++;
      return;
    }
    for (;;) {
      element();
      const next = take(`"," or "${close}"`, ({ text }) => text === ',' || text === close);
      if (next.text === close) return;
    }
  };
  const value = (level: number): void => {
    const first = take('a value', lexeme => isScalar(lexeme) || lexeme.text === '{' || lexeme.text === '[');
    if (first.text === '[') list(']', level, () => value(level + 1));
    else if (first.text === '{') {
      list('}', level, () => {
        take('a key in quotation marks', isText);
        sign(':');
        value(level + 1);
      });
    }
  };
  try {
    value(0);
    if (at < lexemes.length) throw new Wrong(lexemes[at] ?? null, 'the end');
    return null;
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    const { lexeme, expected } = error;
    const place = lexeme === null ? text.length : lexeme.start;
    const found = lexeme === null ? 'the text ends' : `${lexeme.text.slice(0, 20)} stands here`;
    return { code: 'json', message: `${expected} is expected, but ${found}`, at: place };
  }
}

function isText({ text }: Lexeme): boolean {
  return /^"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"$/.test(text);
}

function isScalar(lexeme: Lexeme): boolean {
  const { text } = lexeme;
  return isText(lexeme) || /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(text);
}
