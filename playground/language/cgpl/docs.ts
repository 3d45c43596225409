/** Documentation of built-ins and keywords for readers. */
import type { BuiltinDeclaration } from '../../../stdlib/declarations/index.js';

/** `Length(x) -> number`. */
export function signatureOf(builtin: BuiltinDeclaration): string {
  const call = `${builtin.name}(${builtin.params})`;
  return builtin.kind === 'function' ? `${call} -> ${builtin.returns}` : call;
}

const HOMES: Readonly<Record<string, string>> = {
  any: '',
  web: 'In web requests.',
  session: 'In web requests of a session.',
  pbx: 'In real-time tasks of telephone calls.',
};

/** Markdown about a built-in. */
export function builtinMarkdown(builtin: BuiltinDeclaration): string {
  const notes = [
    HOMES[builtin.home] ?? '',
    builtin.waits ? 'May suspend the task.' : '',
    `Area: ${builtin.area}.`,
  ].filter(note => note !== '');
  return `\`\`\`cgpl\n${builtin.kind} ${signatureOf(builtin)}\n\`\`\`\n\n${builtin.documentation}\n\n${notes.join(' ')}`;
}

/** One line for each keyword. */
export const KEYWORD_DOCS: ReadonlyMap<string, string> = new Map([
  [
    'and',
    'YES when neither side is null; both sides are computed. `and then`: the right side only when the left is not null.',
  ],
  ['by', 'What a loop does after its body: `for i = 0 while i < n by i += 1 loop ... end loop;`'],
  ['elif', 'A further condition of an `if`.'],
  ['else', 'The part of an `if` for all other cases. `or else`: the right side only when the left is null.'],
  ['end', 'The end of a block: `end if;`, `end loop;`, `end entry;`, `end procedure;`, `end function;`'],
  ['entry', 'A section where a program starts: `entry Main is ... end entry;`'],
  ['exitif', 'Leaves the innermost loop when its condition is not null.'],
  ['external', 'Announces a section of another file.'],
  ['false', 'The same as null.'],
  ['for', 'What a loop does first.'],
  ['forward', 'Announces a section whose body comes later.'],
  ['function', 'A section that is called as a value: `function Name(a, b) is ... return x; end function;`'],
  [
    'if',
    '`if c then ... elif d then ... else ... end if;` or `if (c) { ... } elif (d) { ... } else { ... }`',
  ],
  ['is', 'Begins the body of a section.'],
  ['loop', '`loop ... end loop;`, `loop { ... }`, `loop { ... } while c;`'],
  ['not', 'YES when its operand is null, else null.'],
  ['null', 'Nothing: the only value that is false.'],
  ['or', 'YES when one side is not null. `or else`: the left side when it is not null, else the right side.'],
  ['procedure', 'A section that is called as a statement: `procedure Name(a, b) is ... end procedure;`'],
  ['return', 'Ends a section; in a function with its value.'],
  ['spawn', 'Starts another task at an entry of the same file and gives its Task handle.'],
  ['stop', 'Ends the whole program.'],
  ['then', 'Begins the body of an `if`.'],
  ['true', 'The string YES.'],
  ['var', 'Declares variables; then all variables of the section must be declared.'],
  ['while', 'The condition of a loop.'],
  ['xor', 'YES when exactly one side is null.'],
]);
