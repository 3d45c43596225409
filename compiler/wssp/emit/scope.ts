/** Names of generated locals: loops, inherited scanners, and what is computed once before a loop. */
import type { Line } from './writer.js';

/** An open FOREACH. Its locals are reused by later loops of the same level, so names end with the level. */
export interface LoopScope {
  readonly scanner: string;
  readonly level: number;
  /** Computed before the loop, by text of the code. */
  readonly hoisted: Map<string, string>;
  readonly lines: Line[];
  usesEntries: boolean;
  usesKeys: boolean;
}

/** How the generated code gets at a scanner. Texts are JavaScript expressions. */
export interface ScannerCode {
  readonly level: number;
  readonly value: string;
  readonly index: string;
  readonly count: string;
  readonly loop: LoopScope | null;
}

/** So many values are computed in advance within one outermost loop; further ones stay where they are. */
const MAX_HOISTED = 2000;

export class FileScope {
  readonly loops: LoopScope[] = [];
  readonly inherited = new Map<string, string>();
  /** Members of the guest library that the file calls. */
  readonly library = new Set<string>();
  private readonly locals = new Set<string>();
  private hoistCount = 0;

  get level(): number {
    return this.loops.length;
  }

  /** Names to declare at the start of the function, in the order of first use. */
  get declared(): readonly string[] {
    return [...this.locals];
  }

  local(name: string): string {
    this.locals.add(name);
    return name;
  }

  lib(name: string): string {
    this.library.add(name);
    return `$${name}`;
  }

  openLoop(scanner: string): LoopScope {
    const level = this.loops.length + 1;
    const loop: LoopScope = {
      scanner,
      level,
      hoisted: new Map(),
      lines: [],
      usesEntries: false,
      usesKeys: false,
    };
    this.loops.push(loop);
    for (const letter of 'acix') this.local(`${letter}${level}`);
    return loop;
  }

  closeLoop(): void {
    this.loops.pop();
    if (this.loops.length === 0) this.hoistCount = 0;
  }

  /**
   * The scanner that is active under this name: the innermost with exactly this name, else in another letter case,
   * else one of the including page.
   */
  scanner(name: string): ScannerCode {
    const loop = this.loopOf(name);
    if (loop !== null) {
      const l = loop.level;
      return { level: l, value: `x${l}`, index: `i${l}`, count: `c${l}`, loop };
    }
    let frame = this.inherited.get(name);
    if (frame === undefined) {
      frame = `f${this.inherited.size}`;
      this.inherited.set(name, frame);
    }
    return {
      level: 0,
      value: `${frame}.value`,
      index: `${frame}.index`,
      count: `${frame}.count`,
      loop: null,
    };
  }

  private loopOf(name: string): LoopScope | null {
    const { loops } = this;
    const exact = loops.findLast(({ scanner }) => scanner === name);
    if (exact !== undefined || loops.length === 0) return exact ?? null;
    const folded = name.toLowerCase();
    return loops.findLast(({ scanner }) => scanner.toLowerCase() === folded) ?? null;
  }

  /** Moves `code`, which depends on nothing inside the loop above `level`, before that loop; gives its local. */
  hoist(code: string, level: number, at: number): string {
    const loop = this.loops[level];
    if (loop === undefined) return code;
    const known = loop.hoisted.get(code);
    if (known !== undefined) return known;
    if (this.hoistCount >= MAX_HOISTED) return code;
    const name = this.local(`h${this.hoistCount++}`);
    loop.hoisted.set(code, name);
    loop.lines.push({ code: `${name}=${code};`, at });
    return name;
  }
}
