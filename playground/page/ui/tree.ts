/** Values as a tree that can be opened, with the keyboard as well. */
import type { TreeNode } from '../../sandbox/tree.js';
import { make } from './dom.js';

/** Levels that are open at first. */
const OPEN = 2;

export function tree(nodes: readonly TreeNode[], depth = 0): HTMLElement {
  return make('ul', { class: 'tree' }, ...nodes.map(node => make('li', {}, item(node, depth))));
}

function item(node: TreeNode, depth: number): HTMLElement {
  const line = [
    make('span', { class: 'label' }, node.label),
    make('span', { class: 'type' }, node.type),
    make('span', { class: `value value-${node.type}` }, node.text),
  ];
  if (node.children.length === 0) return make('div', { class: 'leaf' }, ...line);
  const details = make('details', { open: depth < OPEN }, make('summary', {}, ...line));
  const fill = (): void => {
    if (details.open && details.childElementCount === 1) details.append(tree(node.children, depth + 1));
  };
  fill();
  // what is closed is made when it is opened: trees can be large
  details.addEventListener('toggle', fill);
  return details;
}
