/** Values as a tree that a page can show: bounded, and free of anything that cannot cross between threads. */
import { parse, parseJson, printCompact, toText } from '../../stdlib/data/index.js';
import { dictGet, dictKeys } from '../../stdlib/values/dict.js';
import { isArray, isBig, isData, isDict, isHandle, isIp, isTime, isXml } from '../../stdlib/values/is.js';
import type { Value } from '../../stdlib/values/types.js';
import { fromUtf8, latin1, toUtf8 } from '../language/text.js';
import type { Outcome } from './outcome.js';

export interface TreeNode {
  readonly label: string;
  /** Class of the value. */
  readonly type: string;
  /** The value on one line. */
  readonly text: string;
  readonly children: readonly TreeNode[];
}

const MOST_TEXT = 500;
/** Nodes of one tree. */
const MOST_NODES = 5000;

/** The class of a value, as programs call it. */
export function classOf(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number' || isBig(value)) return 'number';
  if (isArray(value)) return 'array';
  if (isDict(value)) return 'dictionary';
  if (isXml(value)) return 'XML';
  if (isTime(value)) return 'timestamp';
  if (isData(value)) return 'datablock';
  if (isIp(value)) return 'ip-address';
  return isHandle(value) ? value.class : 'object';
}

function short(text: string): string {
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}

function textOf(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return short(JSON.stringify(fromUtf8(value)));
  if (isArray(value)) return `${value.length} elements`;
  if (isDict(value)) return `${dictKeys(value).length} keys`;
  if (isData(value)) return `${value.bytes.length} bytes`;
  return short(fromUtf8(isXml(value) ? printCompact(value) : (toText(value) ?? '')));
}

/** A value with everything inside. */
export function treeOf(label: string, value: Value): TreeNode {
  let left = MOST_NODES;
  const make = (name: string, item: Value, depth: number): TreeNode => {
    left--;
    const children: TreeNode[] = [];
    if (depth < 50 && isArray(item)) {
      for (let i = 0; i < item.length && left > 0; i++)
        children.push(make(String(i), item[i] ?? null, depth + 1));
    } else if (depth < 50 && isDict(item)) {
      for (const key of dictKeys(item)) {
        if (left <= 0) break;
        children.push(make(fromUtf8(key), dictGet(item, key), depth + 1));
      }
    }
    return { label: name, type: classOf(item), text: textOf(item), children };
  };
  return make(label, value, 0);
}

/** What a run left, as trees: the body when it is data, the session. */
export function outcomeTrees({ answer, session }: Outcome): TreeNode[] {
  const trees: TreeNode[] = [];
  if (answer !== null) {
    const body = latin1(answer.body);
    if (/json/i.test(answer.contentType ?? '') || /^\s*[[{]/.test(body)) {
      const value = parseJson(body);
      if (value !== null) trees.push(treeOf('body', value));
    }
    const data = trees.length === 0 ? parse(body) : null;
    if (data?.ok === true && typeof data.value !== 'string') trees.push(treeOf('body', data.value));
    if (trees.length === 0) trees.push(treeOf('body', body));
  }
  const kept = session === null ? null : parse(toUtf8(session));
  if (kept?.ok === true) trees.push(treeOf('session', kept.value));
  return trees;
}
