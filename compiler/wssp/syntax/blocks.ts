/** Puts elements and text together: keeps the open IF and FOREACH blocks and refuses what does not fit them. */
import { PageProblem } from './problem.js';
import type { Branch, Element, Expression, Node } from './tree.js';

/** IF and FOREACH inside each other. */
export const MAX_BLOCK_DEPTH = 100;

const MARK_LENGTH = '<!--%%'.length;

interface OpenBlock {
  /** `lost`: its opening element could not be read; whatever closes it is accepted. */
  readonly type: 'if' | 'loop' | 'lost';
  readonly at: number;
  readonly end: number;
  readonly scanner: string;
  readonly list: Expression | null;
  readonly branches: Branch[];
  branchAt: number;
  condition: Expression | null;
  hasElse: boolean;
  body: Node[];
}

/** One object of one shape: a spread would be twice the work. */
function valueNode(element: Extract<Element, { type: 'value' }>, at: number, end: number): Node {
  const { type, prefix, parameters, expression } = element;
  return { type, prefix, parameters, expression, at, end };
}

export class BlockBuilder {
  private readonly open: OpenBlock[] = [];
  private body: Node[] = [];

  /** The finished page; only meaningful without open blocks. */
  get nodes(): readonly Node[] {
    return this.body;
  }

  append(node: Node): void {
    this.body.push(node);
  }

  /** Null when an element with this keyword may stand here, at `at`. */
  fits(keyword: string, at: number): PageProblem | null {
    const block = this.open.at(-1);
    const wrong = (detail: string): PageProblem =>
      new PageProblem('unbalanced', at, at + MARK_LENGTH, detail);
    switch (keyword) {
      case 'ELIF':
      case 'ELSE':
        if (block?.type === 'loop' || block === undefined)
          return wrong(`${keyword} does not belong to an IF`);
        return block.hasElse ? wrong(`${keyword} after ELSE`) : null;
      case 'ENDIF':
        return block?.type === 'loop' || block === undefined ? wrong('ENDIF does not belong to an IF') : null;
      case 'ENDFOR':
        return block?.type === 'if' || block === undefined
          ? wrong('ENDFOR does not belong to a FOREACH')
          : null;
      case 'IF':
      case 'FOREACH':
        return this.open.length < MAX_BLOCK_DEPTH ? null : new PageProblem('too-deep', at, at + MARK_LENGTH);
      default:
        return null;
    }
  }

  /** Adds a structural element that `fits`. @throws PageProblem `unbalanced` for another name after ENDFOR. */
  add(element: Element, at: number, end: number): void {
    switch (element.type) {
      case 'IF':
        this.push('if', at, end, '', element.condition);
        break;
      case 'ELIF':
        this.nextBranch(at, element.condition);
        break;
      case 'ELSE':
        this.nextBranch(at, null);
        break;
      case 'ENDIF':
        this.close();
        break;
      case 'FOREACH':
        this.push('loop', at, end, element.scanner, element.list);
        break;
      case 'ENDFOR':
        this.closeLoop(element.scanner, element.nameAt);
        break;
      case 'INCLUDE':
        this.append({ type: 'include', at, end, file: element.file, args: element.args });
        break;
      case 'value':
        this.append(valueNode(element, at, end));
        break;
    }
  }

  /** Stands in for an opening element that could not be read, so that its end does not give a second error. */
  addLost(at: number): void {
    if (this.open.length < MAX_BLOCK_DEPTH) this.push('lost', at, at, '', null);
  }

  /** One problem for every block that is still open, the innermost first. */
  unclosed(): PageProblem[] {
    return this.open
      .filter(block => block.type !== 'lost')
      .reverse()
      .map(b => new PageProblem('unclosed', b.at, b.end, b.type === 'if' ? 'IF' : `FOREACH ${b.scanner}`));
  }

  private push(
    type: OpenBlock['type'],
    at: number,
    end: number,
    scanner: string,
    head: Expression | null,
  ): void {
    const block: OpenBlock = {
      type,
      at,
      end,
      scanner,
      list: type === 'loop' ? head : null,
      branches: [],
      branchAt: at,
      condition: type === 'if' ? head : null,
      hasElse: false,
      body: this.body,
    };
    this.open.push(block);
    this.body = [];
  }

  private nextBranch(at: number, condition: Expression | null): void {
    const block = this.open.at(-1);
    if (block === undefined) return;
    block.branches.push({ at: block.branchAt, condition: block.condition, body: this.body });
    block.branchAt = at;
    block.condition = condition;
    block.hasElse = condition === null;
    this.body = [];
  }

  private closeLoop(name: string | null, nameAt: number): void {
    const block = this.open.at(-1);
    this.close();
    if (block?.type === 'loop' && name !== null && name.toLowerCase() !== block.scanner.toLowerCase()) {
      const detail = `the innermost loop is that of ${block.scanner}`;
      throw new PageProblem('unbalanced', nameAt, nameAt + name.length, detail);
    }
  }

  private close(): void {
    const block = this.open.pop();
    if (block === undefined) return;
    const { at, end } = block;
    const inner = this.body;
    this.body = block.body;
    if (block.type === 'loop' && block.list !== null) {
      this.append({ type: 'loop', at, end, scanner: block.scanner, list: block.list, body: inner });
    } else if (block.type === 'if') {
      block.branches.push({ at: block.branchAt, condition: block.condition, body: inner });
      this.append({ type: 'if', at, end, branches: block.branches });
    }
  }
}
