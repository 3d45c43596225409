/** Attacks for neighbours.test.ts. */
import type { Limits } from '../../runtime/index.js';

const MB = 1 << 20;

export interface Attack {
  readonly about: string;
  /** A CG/PL module with the entry Main, or the text of its statements. */
  readonly cgpl?: string;
  /** The text of a JavaScript function, as if the compiler had been tricked. */
  readonly js?: string;
  /** How it ends: a code of the catalogue, several where the engine may choose, or `=` and what it answers. */
  readonly end: string | readonly string[];
  readonly limits?: Partial<Limits>;
}

const CPU = { cpuMs: 60 };
const MEMORY = { memory: 24 * MB, cpuMs: 20_000 };

/** Answers with an expression, or with `thrown`. */
const answer = (expression: string): string =>
  `function(){ let r; try { r = String(${expression}); } catch (e) { r = "thrown"; } $.b.sethttpresponsedata(r); }`;

/** Time: in loops, in native functions, in host calls. */
const TIME: readonly Attack[] = [
  { about: 'a loop without end', cgpl: 'loop null; end loop;', end: 'cpu-limit', limits: CPU },
  {
    about: 'a loop that makes strings and drops them',
    cgpl: 's = "x"; for i = 0 while true by i += 1 loop t = s + String(i); end loop;',
    end: 'cpu-limit',
    limits: CPU,
  },
  {
    about: 'a comparison of parts that hold each part twice',
    cgpl: 'a = ToObject("(x)"); b = ToObject("(x)"); for i = 0 while i < 40 by i += 1 loop c = NewArray(); AddElement(c, a); AddElement(c, a); a = c; d = NewArray(); AddElement(d, b); AddElement(d, b); b = d; end loop; Result(a == b);',
    end: 'cpu-limit',
    limits: CPU,
  },
  {
    about: 'a copy of parts that hold each part twice',
    cgpl: 'a = NewArray(); for i = 0 while i < 60 by i += 1 loop b = NewArray(); AddElement(b, a); AddElement(b, a); a = b; end loop; Void(Copy(a));',
    end: ['cpu-limit', 'memory-limit', 'too-large'],
    limits: { ...MEMORY, cpuMs: 500 },
  },
  {
    about: 'a text of parts that hold each part twice',
    cgpl: 'a = NewArray(); for i = 0 while i < 60 by i += 1 loop b = NewArray(); AddElement(b, a); AddElement(b, a); a = b; end loop; Void(ObjectToString(a));',
    end: ['cpu-limit', 'memory-limit', 'too-large', 'value-size'],
    limits: { ...MEMORY, cpuMs: 500 },
  },
  {
    about: 'JSON of parts that hold each part twice',
    cgpl: 'a = NewDictionary(); for i = 0 while i < 60 by i += 1 loop b = NewDictionary(); b.x = a; b.y = a; a = b; end loop; Void(ObjectToJSON(a));',
    end: ['too-large', 'value-size'],
  },
  {
    about: 'a regular expression that would take too long',
    cgpl: 's = "aaaaaaaa"; for i = 0 while i < 17 by i += 1 loop s += s; end loop; r = "a?a?a?a?a?a?a?a?a?a?"; r += r; r += r; r += r; Void(FindRegEx(s, r));',
    end: 'too-much-work',
  },
  {
    about: 'a regular expression with nested repetition',
    cgpl: 's = "aaaaaaaa"; for i = 0 while i < 12 by i += 1 loop s += s; end loop; SetHTTPResponseData(FindRegEx(s + "b", "^((a+)+)+$") == null ? "none" : "some");',
    end: '=none',
  },
  {
    about: 'a cipher over more than it is given time for',
    cgpl: 'd = RandomData(4096); for i = 0 while i < 11 by i += 1 loop d = d + d; end loop; Void(CryEncrypt("DES3", RandomData(24), d));',
    end: 'too-much-work',
  },
  {
    about: 'a number of a million digits',
    cgpl: 's = "1234567890"; for i = 0 while i < 17 by i += 1 loop s += s; end loop; Void(Number(s)); SetHTTPResponseData("done");',
    end: '=done',
  },
  {
    about: 'native sorting that compares without end',
    js: 'function(){ const a = Array.from({length: 1e5}, (_, i) => "" + i); for (;;) a.sort((x, y) => x < y ? -1 : 1); }',
    end: 'cpu-limit',
    limits: CPU,
  },
  {
    about: 'native joins without end',
    js: 'function(){ const a = new Array(100000).fill("x"); for (;;) a.join("y"); }',
    end: 'cpu-limit',
    limits: CPU,
  },
  {
    about: 'a loop in a handler that must run at the end',
    js: 'function(){ try { throw 1; } finally { for (;;); } }',
    end: 'cpu-limit',
    limits: CPU,
  },
  {
    about: 'a wait without end',
    cgpl: 'loop Void(ReadInput(1000000)); end loop;',
    end: 'wall-limit',
    limits: { wallMs: 150 },
  },
];

/** Memory and stack. */
const SPACE: readonly Attack[] = [
  {
    about: 'a string that doubles',
    cgpl: 's = "x"; loop s += s; end loop;',
    end: 'memory-limit',
    limits: MEMORY,
  },
  {
    about: 'a datablock that doubles',
    cgpl: 'd = RandomData(100); loop d = d + d; end loop;',
    end: 'memory-limit',
    limits: MEMORY,
  },
  {
    about: 'an array that grows',
    cgpl: 'a = NewArray(); loop AddElement(a, NewArray()); end loop;',
    end: 'memory-limit',
    limits: MEMORY,
  },
  {
    about: 'a dictionary that grows',
    cgpl: 'd = NewDictionary(); for i = 0 while true by i += 1 loop d.("k" + String(i)) = i; end loop;',
    end: 'memory-limit',
    limits: MEMORY,
  },
  {
    about: 'XML that grows',
    cgpl: 'x = NewXML("a"); loop AddElement(x, NewXML("b")); end loop;',
    end: 'memory-limit',
    limits: MEMORY,
  },
  {
    about: 'a frozen table of strings',
    js: 'function(){ const a = []; for (let i = 0;; i++) a.push(Object.freeze({["k" + i]: "v".repeat(1000) + i})); }',
    end: 'memory-limit',
    limits: MEMORY,
  },
  {
    about: 'recursion',
    cgpl: 'function f(n) is return f(n + 1) + 1; end function;\nentry Main is Void(f(0)); end entry;',
    end: 'stack-limit',
  },
  {
    about: 'recursion of two',
    cgpl: 'function g(n) forward;\nfunction f(n) is return g(n) + 1; end function;\nfunction g(n) is return f(n) + 1; end function;\nentry Main is Void(f(0)); end entry;',
    end: 'stack-limit',
  },
  {
    about: 'recursion that waits',
    cgpl: 'function f(n) is Void(ReadInput(0)); return f(n + 1) + 1; end function;\nentry Main is Void(f(0)); end entry;',
    end: ['stack-limit', 'memory-limit'],
    limits: { hostCalls: 1e9, memory: 24 * MB },
  },
  {
    about: 'an array that holds itself, as text',
    cgpl: 'a = NewArray(); AddElement(a, a); Void(ObjectToString(a));',
    end: ['too-deep', 'not-a-value', 'value-depth'],
  },
  {
    about: 'an array that holds itself, copied',
    cgpl: 'a = NewArray(); AddElement(a, a); Void(Copy(a));',
    end: ['too-deep', 'stack-limit'],
  },
  {
    about: 'a dictionary that holds itself, compared',
    cgpl: 'a = NewDictionary(); b = NewDictionary(); a.x = a; b.x = b; Void(a == b);',
    end: ['too-deep', 'stack-limit'],
  },
  {
    about: 'XML that holds itself, printed',
    cgpl: 'x = NewXML("a"); AddElement(x, x); Void(ObjectToString(x));',
    end: ['too-deep', 'not-a-value', 'value-depth'],
  },
  {
    about: 'deeply nested text',
    cgpl: 's = "("; for i = 0 while i < 18 by i += 1 loop s += s; end loop; SetHTTPResponseData(ToObject(s) == null ? "none" : "some");',
    end: '=none',
  },
  {
    about: 'deeply nested JSON',
    cgpl: 's = "["; for i = 0 while i < 18 by i += 1 loop s += s; end loop; SetHTTPResponseData(JSONToObject(s) == null ? "none" : "some");',
    end: '=none',
  },
  {
    about: 'deeply nested XML',
    cgpl: 's = "<a>"; for i = 0 while i < 16 by i += 1 loop s += s; end loop; SetHTTPResponseData(ToObject(s) == null ? "none" : "some");',
    end: '=none',
  },
  {
    about: 'deeply nested parts of a regular expression',
    cgpl: 's = "("; for i = 0 while i < 12 by i += 1 loop s += s; end loop; SetHTTPResponseData(FindRegEx("a", s) == null ? "none" : "some");',
    end: '=none',
  },
];

/** Output, host calls, tasks. */
const COUNTS: readonly Attack[] = [
  {
    about: 'a response that is too large',
    cgpl: 's = "x"; for i = 0 while i < 20 by i += 1 loop s += s; end loop; SetHTTPResponseData(s);',
    end: 'output-limit',
    limits: { outputBytes: 1000 },
  },
  {
    about: 'too many header fields',
    cgpl: 'for i = 0 while i < 1000 by i += 1 loop AddHTTPResponseField("X-Name", "value"); end loop;',
    end: 'output-limit',
    limits: { outputBytes: 10_000 },
  },
  {
    about: 'header fields without end',
    cgpl: 'loop AddHTTPResponseField("X-Name", "value"); end loop;',
    end: ['output-limit', 'memory-limit'],
    limits: MEMORY,
  },
  {
    about: 'host calls without end',
    cgpl: 'loop Void(RandomNumber()); end loop;',
    end: 'host-call-limit',
    limits: { hostCalls: 2000 },
  },
  {
    about: 'waits without end',
    cgpl: 'loop Void(ReadInput(0)); end loop;',
    end: 'host-call-limit',
    limits: { hostCalls: 2000 },
  },
  {
    about: 'tasks without end',
    cgpl: 'entry Other is loop Void(ReadInput(1000)); end loop; end entry;\nentry Main is n = 0; while spawn Other loop n += 1; end loop; SetHTTPResponseData(String(n)); end entry;',
    end: '=50',
    limits: { tasks: 50 },
  },
  {
    about: 'a value for the host that is too large',
    cgpl: 's = "x"; for i = 0 while i < 20 by i += 1 loop s += s; end loop; Void(JSONToObject(s));',
    end: 'value-size',
    limits: { valueBytes: 1000 },
  },
  {
    about: 'messages for the log without end',
    cgpl: 'loop SysLog("again"); end loop;',
    end: 'host-call-limit',
    limits: { hostCalls: 2000 },
  },
];

/** Reach: what the guest must not get at, as if the compiler had been tricked. */
const REACH: readonly Attack[] = [
  {
    about: 'the constructor of functions',
    js: answer('(function(){}).constructor("return 1")()'),
    end: '=thrown',
  },
  {
    about: 'the constructor of generators',
    js: answer('(function*(){}).constructor("yield 1")()'),
    end: '=thrown',
  },
  {
    about: 'the constructor of arrows of built-ins',
    js: answer('$.b.string.constructor("return 1")()'),
    end: '=thrown',
  },
  { about: 'eval', js: answer('eval("1")'), end: '=thrown' },
  { about: 'the global object', js: answer('typeof (0, function(){ return this; })()'), end: '=undefined' },
  { about: 'the clock', js: answer('typeof Date + typeof performance'), end: '=undefinedundefined' },
  { about: 'randomness that is not recorded', js: answer('Math.random()'), end: '=thrown' },
  {
    about: 'promises',
    js: answer('typeof Promise + typeof queueMicrotask + typeof setTimeout'),
    end: '=undefinedundefinedundefined',
  },
  {
    about: 'shared memory',
    js: answer('typeof SharedArrayBuffer + typeof Atomics + typeof WebAssembly'),
    end: '=undefinedundefinedundefined',
  },
  {
    about: 'modules',
    js: answer('typeof require + typeof process + typeof module'),
    end: '=undefinedundefinedundefined',
  },
  { about: 'the prototype by __proto__', js: answer('(({}).__proto__ ?? []).x'), end: '=undefined' },
  {
    about: 'an accessor in an array for the host',
    js: 'function*(){ yield Object.defineProperty([92, ""], 1, { get(){ for (;;); } }); }',
    end: ['cpu-limit', 'not-a-value', 'guest-failure'],
    limits: CPU,
  },
  {
    about: 'an accessor in a dictionary for the host',
    js: 'function(){ $.b.objecttojson({ kind: 5, names: null, order: null, get entries(){ return { get a(){ for (;;); } }; } }); }',
    end: ['cpu-limit', 'not-a-value', 'guest-failure'],
    limits: CPU,
  },
  {
    about: 'a kind that is none',
    js: 'function(){ $.b.objecttojson({ kind: 99 }); }',
    end: 'not-a-value',
  },
  { about: 'a fraction', js: 'function(){ $.b.objecttojson([1.5]); }', end: 'not-a-value' },
  { about: 'an infinite number', js: 'function(){ $.b.objecttojson(1 / 0); }', end: 'not-a-value' },
  { about: 'a function as a value', js: 'function(){ $.b.objecttojson(() => 1); }', end: 'not-a-value' },
  {
    about: 'a symbol as a value',
    js: 'function(){ $.b.objecttojson(Symbol.iterator); }',
    end: 'not-a-value',
  },
  {
    about: 'a string that is not of bytes',
    js: 'function(){ $.b.objecttojson("\\u4e00"); }',
    end: 'not-a-value',
  },
  {
    about: 'an array with a length and nothing else',
    js: 'function(){ $.b.objecttojson(new Array(4e9)); }',
    end: ['not-a-value', 'value-size', 'memory-limit', 'guest-failure', 'cpu-limit'],
    limits: { ...MEMORY, cpuMs: 500 },
  },
  {
    about: 'a conversion that calls back',
    js: 'function(){ const o = { [Symbol.toPrimitive]() { for (;;); } }; $.b.sethttpresponsedata("" + o); }',
    end: 'cpu-limit',
    limits: CPU,
  },
  {
    about: 'an error that pretends to be one of the server',
    js: 'function(){ throw { code: "host-failure", args: ["x", "y"], message: "z", stack: "s" }; }',
    end: ['host-failure', 'guest-failure'],
  },
  {
    about: 'a generator that is started twice',
    js: 'function*(){ const g = (function*(){ yield* g; })(); yield* g; }',
    end: 'guest-failure',
  },
];

export const ATTACKS: readonly Attack[] = [...TIME, ...SPACE, ...COUNTS, ...REACH];
