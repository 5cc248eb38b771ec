import type { Checked } from './checked.ts';

/** The nodes directly below a node. */
export function childrenOf(node: Checked): readonly Checked[] {
  switch (node.kind) {
    case 'field':
    case 'not':
    case 'minus':
      return [node.operand];
    case 'element':
      return [node.operand, node.index];
    case 'invocation':
      return node.arguments;
    case 'logic':
    case 'comparison':
    case 'arithmetic':
    case 'membership':
      return [node.left, node.right];
    case 'choice':
      return [node.condition, node.whenTrue, node.whenFalse];
    case 'list':
      return node.elements.map((element) => element.value);
    case 'map':
      return node.entries.flatMap((entry) => [entry.key, entry.value]);
    case 'loop':
      return [node.range, node.condition, node.body].filter((part) => part !== undefined);
    case 'binding':
      return [node.value, node.body];
    case 'optional-map':
      return [node.target, node.body];
    default:
      return [];
  }
}

/** How many nodes a tree has: what one evaluation of it costs at most, loops and functions apart. */
export function weightOf(node: Checked): number {
  return childrenOf(node).reduce((sum, child) => sum + weightOf(child), 1);
}

/** Whether the tree reads a variable of this name. */
export function reads(node: Checked, variable: string): boolean {
  return (
    (node.kind === 'variable' && node.name === variable) || childrenOf(node).some((child) => reads(child, variable))
  );
}
