/** A plan in the form that the assembler walks through: text before each operation, files resolved. */
import type { Bytes } from '../../values/types.js';
import { type Instruction, Op, type Plan } from '../plan.js';
import { type Write, writeBlock } from './host.js';

/** Steps of one block. Step `i` writes `texts[i]`, then does `ops[i]`; `tail` follows the last step. */
export interface Block {
  readonly texts: Bytes[];
  readonly ops: Op[];
  readonly operands: Operand[];
  tail: Bytes;
}

/** Branches, body, parameter count, the name of a file, or a part for the host. */
export type Operand = readonly Block[] | Block | number | string | PreparedPart | null;

/** See `HostPart`. */
export interface PreparedPart {
  readonly given: number;
  readonly write: Write;
  readonly fields: Block;
}

export interface PreparedPlan {
  readonly entry: string;
  readonly files: ReadonlyMap<string, Block>;
}

const known = new WeakMap<Plan, PreparedPlan>();

/** Prepares a plan; remembers what it made of it. */
export function prepare(plan: Plan): PreparedPlan {
  let prepared = known.get(plan);
  if (prepared === undefined) {
    const files = new Map<string, Block>();
    for (const [name, instructions] of Object.entries(plan.files)) {
      if (instructions !== null) files.set(name, blockOf(instructions));
    }
    prepared = { entry: plan.entry, files };
    known.set(plan, prepared);
  }
  return prepared;
}

function blockOf(instructions: readonly Instruction[]): Block {
  const block: Block = { texts: [], ops: [], operands: [], tail: '' };
  for (const instruction of instructions) {
    if (typeof instruction === 'string') {
      block.tail += instruction;
      continue;
    }
    block.texts.push(block.tail);
    block.tail = '';
    block.ops.push(instruction[0]);
    block.operands.push(operandOf(instruction));
  }
  return block;
}

function operandOf(instruction: Exclude<Instruction, Bytes>): Operand {
  switch (instruction[0]) {
    case Op.If:
      return instruction[1].map(blockOf);
    case Op.Loop:
      return blockOf(instruction[1]);
    case Op.HtmlSubst:
    case Op.Include:
      return instruction[1];
    case Op.Host:
      return {
        given: instruction[1],
        write: writeBlock(instruction[2]),
        fields: blockOf(instruction[3]),
      };
    default:
      return null;
  }
}
