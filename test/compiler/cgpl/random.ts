/** Random programs that end: for comparing the compiler with the reference. */

/** A small generator of pseudo-random numbers: the same seed gives the same program. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

const NUMBERS = [
  '0',
  '1',
  '2',
  '3',
  '7',
  '10',
  '64',
  '65',
  '1000',
  '1025',
  '4294967296',
  '2147483647',
  '2147483648',
  '1099511627776',
  '9007199254740991',
  '9007199254740990',
  '9007199254740992',
  '9223372036854775807',
  '4611686018427387904',
  '-1',
  '-5',
  '-2147483648',
  '(-9223372036854775807 - 1)',
  '4503599627370496',
];
const STRINGS = ['""', '"a"', '"abc"', '"5"', '"0"', '"b,c"', '"YES"'];
const OTHERS = [
  'null',
  'true',
  'false',
  'NewArray()',
  'NewDictionary()',
  'EmptyData()',
  'Date(5)',
  'IPAddress("10.0.0.1")',
];
const VARIABLES = ['a', 'b', 'c', 'd', 'e', 'i', 's', 'arr', 'dict'];
/** Keys that differ in case only, that look like numbers, and that mean something in JavaScript. */
const KEYS = ['k', 'l', 'Key', 'key', 'K', 'order', 'entries', 'length', 'constructor'];
const KEY_EXPRESSIONS = [
  '"k"',
  '"K"',
  '"__proto__"',
  '"5"',
  '"order"',
  's',
  'a',
  'i',
  'String(i)',
  'dict[0]',
];
const BINARY = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '<',
  '<=',
  '>',
  '>=',
  '==',
  '!=',
  '&',
  '|',
  'xor',
  '&&',
  '||',
  'and then',
  'or else',
  '+',
  '-',
  '*',
  '+',
];

export class RandomProgram {
  readonly #dice: Dice;
  #loops = 0;
  #depth = 0;

  constructor(seed: number) {
    this.#dice = new Dice(seed);
  }

  source(): string {
    const helpers = Array.from({ length: this.#dice.below(3) }, (_, i) => this.#function(i));
    const main = `entry Main {\n  arr = NewArray(); dict = NewDictionary(); s = ""; i = 0;\n${this.#list(6, helpers.length)}`;
    const show = VARIABLES.map(name => `  Result(${name});`).join('\n');
    return `${helpers.join('\n')}\n${main}\n${show}\n}\n`;
  }

  #function(number: number): string {
    this.#loops = 0;
    const body = this.#list(3, number);
    return `function f${number}(a, b) {\n  i = 0; s = "x"; arr = NewArray(); dict = NewDictionary();\n${body}\n  return ${this.#expr(2, number)};\n}`;
  }

  #list(most: number, functions: number): string {
    this.#depth++;
    const lines = Array.from({ length: 1 + this.#dice.below(most) }, () => this.#statement(functions));
    this.#depth--;
    return lines.join('\n');
  }

  #statement(functions: number): string {
    const dice = this.#dice;
    const pad = '  '.repeat(this.#depth);
    const value = (): string => this.#expr(3, functions);
    const few = this.#depth > 3;
    switch (dice.below(few ? 12 : 19)) {
      case 0:
      case 1:
      case 2:
        return `${pad}${dice.pick(VARIABLES)} = ${value()};`;
      case 3:
        return `${pad}${dice.pick(VARIABLES)} ${dice.pick(['+=', '-=', '*=', '/=', '%=', '&=', '|='])} ${value()};`;
      case 4:
        return `${pad}Result(${value()});`;
      case 5:
        return `${pad}if (IsArray(arr)) { AddElement(arr, ${this.#expr(1, 0)}); }`;
      case 6:
        return `${pad}if (IsDictionary(dict)) { dict.${dice.pick(['k', 'l', 'Key'])} ${dice.pick(['=', '+='])} ${value()}; }`;
      case 7:
        return `${pad}if (IsDictionary(dict)) { dict.(String(${dice.pick(['i', 'a', '"q"'])}) || "n") = ${this.#expr(1, 0)}; }`;
      case 8:
        return `${pad}if (IsArray(arr) && Length(arr) > 0) { arr[${dice.pick(['0', 'Length(arr) - 1'])}] ${dice.pick(['=', '-='])} ${value()}; }`;
      case 9:
      case 10:
      case 11:
        return this.#elements(pad, functions);
      case 12:
      case 13:
      case 14:
        return this.#loop(pad, functions);
      case 15:
        return `${pad}if ${value()} then\n${this.#list(3, functions)}\n${pad}elif ${value()} then\n${this.#list(2, functions)}\n${pad}else\n${this.#list(2, functions)}\n${pad}end if;`;
      case 16:
        return `${pad}if (${this.#guard()}) {\n${this.#list(3, functions)}\n${pad}}`;
      case 17:
        return `${pad}if (${this.#guard()} && ${this.#guard()}) {\n${this.#list(2, functions)}\n${pad}} else {\n${this.#list(2, functions)}\n${pad}}`;
      default:
        return `${pad}if (${value()}) { ${dice.pick(['stop', 'Result("there")', 'null'])}; }`;
    }
  }

  /** The same elements read, changed and stored, with what may change them between. */
  #elements(pad: string, functions: number): string {
    const dice = this.#dice;
    const d = dice.pick(['dict', 'dict', 'e', 'a']);
    const arr = dice.pick(['arr', 'arr', 'e']);
    const place = dice.below(2) === 0 ? `.${dice.pick(KEYS)}` : `.(${dice.pick(KEY_EXPRESSIONS)})`;
    const at = `[${dice.pick(['0', '1', 'i', 'Length(arr) - 1', '"0"'])}]`;
    const cell = `${d}${place}`;
    const small = (): string => dice.pick(['1', '"x"', 'a', 'i', '-1', '9007199254740991', 'null', '64']);
    const op = dice.pick(['+', '-', '*', '+']);
    const isDictionary = dice.below(8) === 0 ? 'true' : `IsDictionary(${d})`;
    const isArray = dice.below(8) === 0 ? 'true' : `IsArray(${arr})`;
    const between = dice.pick([
      '',
      `${d}.${dice.pick(KEYS)} = ${small()};`,
      `if (IsArray(arr)) { AddElement(arr, ${small()}); }`,
      `e = ${dice.pick(['dict', 'arr'])};`,
      `if (IsDictionary(dict)) { SetCaseSensitive(dict, ${dice.pick(['null', 'true'])}); }`,
      `i += 1;`,
      functions > 0 ? `Void(f${dice.below(functions)}(dict, i));` : '',
      'Void(dict[0]);',
    ]);
    switch (dice.below(10)) {
      case 8:
        return `${pad}if (i < 3 && Is${dice.pick(['String', 'Number', 'Array'])}(${cell}) ${dice.pick(['&&', '||'])} ${cell} ${dice.pick(['!=', '<', '=='])} ${small()}) { Result(${cell} + ${small()}); e = NewDictionary(); e.k = ${cell}; } else { Result(${cell}); }`;
      case 9:
        return `${pad}if (${cell} ${dice.pick(['!=', '<', '=='])} ${small()}) { Result(${cell} ${op} ${small()}); ${between} i = i ${op} ${cell} * ${small()}; Result(i); i = 1; }`;
      case 0:
        return `${pad}if (${isDictionary}) { if (${cell} == null) { ${cell} = ${small()}; } else { ${between} ${cell} = ${cell} ${op} ${small()}; } }`;
      case 1:
        return `${pad}if (${isDictionary}) { ${cell} ${op}= ${small()}; ${between} ${cell} ${op}= ${small()}; }`;
      case 2:
        return `${pad}if (${isDictionary}) { Result(${cell}); ${between} Result(${cell}); Void(${cell}); Result(${d}[0]); }`;
      case 3:
        return `${pad}if (${isArray}) { ${arr}${at} ${op}= ${small()}; ${between} Result(${arr}${at}); }`;
      case 4:
        return `${pad}if (${isArray} && ${arr}${at} != null) { ${between} ${arr}${at} = ${arr}${at} ${op} ${small()}; }`;
      case 5:
        return `${pad}while ${cell} == ${small()} loop ${between} exitif ${cell} || ${arr}${at}; Result(${cell}); exitif true; end loop;`;
      case 6:
        return `${pad}if (IsArray(arr)) { AddElement(arr, dict); if (IsDictionary(arr[0])) { arr[0]${place} = ${small()}; Result(arr[0]${place}); arr[0]${place} += 1; Result(${cell} + arr[0]${place}); arr[0] = 1; } }`;
      default:
        return `${pad}${d} = NewDictionary(); ${d}.k = ${small()}; ${d}.${dice.pick(KEYS)} = ${small()}; ${d}.l = ${d}.k;`;
    }
  }

  #guard(): string {
    const v = this.#dice.pick(VARIABLES);
    const n = this.#dice.pick(NUMBERS);
    return this.#dice.pick([
      `IsString(${v})`,
      `IsNumber(${v})`,
      `IsArray(${v})`,
      `${v} < ${n}`,
      `${v} >= ${n}`,
      `${n} > ${v}`,
      `not ${v}`,
      v,
      `${v} == null`,
      `${v} != null`,
      `${v} == ${n}`,
      `!IsNumber(${v})`,
      `IsDictionary(${v})`,
    ]);
  }

  /** Loops count in a variable of their own, so that they end whatever happens inside. */
  #loop(pad: string, functions: number): string {
    const v = `n${this.#loops++}`;
    const end = 1 + this.#dice.below(6);
    const body = this.#list(3, functions);
    const step = this.#dice.pick(['1', '2', '1']);
    const shown = this.#dice.below(3) === 0 ? `  Result(${v});\n` : '';
    switch (this.#dice.below(4)) {
      case 0:
        return `${pad}for ${v} = 0 while ${v} < ${end} by ${v} += ${step} loop\n${body}\n${shown}${pad}end loop;`;
      case 1:
        return `${pad}for (${v} = ${end}; ${v} > 0; ${v} -= ${step}) {\n${body}\n${shown}${pad}}`;
      case 2:
        return `${pad}${v} = 0; loop\n${body}\n${pad}exitif ${v} >= ${end};\n${pad}${v} = ${v} + ${step};\n${shown}${pad}end loop;`;
      default:
        return `${pad}${v} = 0; loop {\n${body}\n${pad}${v} += 1;\n${pad}} while ${v} < ${end};`;
    }
  }

  #expr(depth: number, functions: number): string {
    const dice = this.#dice;
    if (depth === 0 || dice.below(5) === 0) {
      const kind = dice.below(10);
      if (kind < 4) return dice.pick(VARIABLES);
      if (kind < 7) return dice.pick(NUMBERS);
      return kind < 9 ? dice.pick(STRINGS) : dice.pick(OTHERS);
    }
    const e = (): string => this.#expr(depth - 1, functions);
    switch (dice.below(16)) {
      case 0:
        return `(${e()} ? ${e()} : ${e()})`;
      case 1:
        return `${dice.pick(['-', '+', '!', 'not '])}(${e()})`;
      case 2:
        return `${dice.pick(['arr', 'dict', 's'])}[${e()}]`;
      case 3:
        return `dict.${dice.pick(['k', 'l', 'Key', 'none'])}`;
      case 4:
        return `dict.(${e()})`;
      case 5:
        return `${dice.pick(['Length', 'String', 'Number', 'IsString', 'IsNumber', 'IsArray', 'IsDigit', 'Month'])}(${e()})`;
      case 6:
        return `${dice.pick(['Min', 'Max'])}(${e()}, ${e()})`;
      case 7:
        return `Substring(${e()}, ${e()}, ${e()})`;
      case 8:
        return `FindSubstring(${e()}, ${e()})`;
      case 9:
        return functions > 0 ? `f${dice.below(functions)}(${e()}, ${e()})` : e();
      case 10: {
        const op = dice.pick(['+', '-', '*']);
        return `(${e()} ${op} ${e()} ${op} ${e()} ${dice.pick(['+', '-'])} ${e()})`;
      }
      default:
        return `(${e()} ${dice.pick(BINARY)} ${e()})`;
    }
  }
}
