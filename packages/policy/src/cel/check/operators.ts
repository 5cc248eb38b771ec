import type { BinaryOperator } from '../parse/node.ts';
import { bytes, type CelType, double, duration, dyn, instant, int, type SimpleKind, text, uint } from '../types.ts';
import { assignable, joined } from './assign.ts';

type Row = readonly [left: CelType, right: CelType, result: CelType];

const numbers: readonly Row[] = [
  [int, int, int],
  [uint, uint, uint],
  [double, double, double],
];

/** Overloads of the arithmetic operators (langdef.md, "Standard Definitions"); lists apart. */
const arithmetic: Readonly<Record<string, readonly Row[]>> = {
  '+': [
    ...numbers,
    [text, text, text],
    [bytes, bytes, bytes],
    [instant, duration, instant],
    [duration, instant, instant],
    [duration, duration, duration],
  ],
  '-': [...numbers, [instant, instant, duration], [instant, duration, instant], [duration, duration, duration]],
  '*': numbers,
  '/': numbers,
  '%': numbers.slice(0, 2),
};

const numeric = new Set<CelType['kind']>(['int', 'uint', 'double']);
const ordered = new Set<CelType['kind']>([
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'timestamp',
  'duration',
] satisfies SimpleKind[]);

function same(left: CelType, right: CelType): boolean {
  return left.kind === right.kind;
}

/** Result of an arithmetic operator; undefined where no overload takes these operands. */
export function arithmeticResult(operator: BinaryOperator, left: CelType, right: CelType): CelType | undefined {
  if (operator === '+' && left.kind === 'list' && right.kind === 'list')
    return joined(left, right) ?? { kind: 'list', element: dyn };
  const rows = (arithmetic[operator] ?? []).filter(
    (row) => assignable(row[0], left, new Map()) && assignable(row[1], right, new Map()),
  );
  const [first] = rows;
  if (left.kind === 'dyn' || right.kind === 'dyn') {
    const other = left.kind === 'dyn' ? right : left;
    if (operator === '+' && other.kind === 'list') return { kind: 'list', element: dyn };
    if (first === undefined) return undefined;
    return rows.every((row) => same(row[2], first[2])) && rows.length > 0 ? first[2] : dyn;
  }
  return first?.[2];
}

/** Whether `==` and `!=` can be anything but always false: int, uint and double compare as numbers, null with anything. */
export function canEqual(left: CelType, right: CelType): boolean {
  if (left.kind === 'null' || right.kind === 'null') return true;
  if (numeric.has(left.kind) && numeric.has(right.kind)) return true;
  if (left.kind === 'list' && right.kind === 'list') return canEqual(left.element, right.element);
  if (left.kind === 'map' && right.kind === 'map')
    return canEqual(left.key, right.key) && canEqual(left.value, right.value);
  return joined(left, right) !== undefined;
}

/** Whether `<` and its like take these operands. */
export function canOrder(left: CelType, right: CelType): boolean {
  if (left.kind === 'dyn') return right.kind === 'dyn' || ordered.has(right.kind);
  if (right.kind === 'dyn') return ordered.has(left.kind);
  if (numeric.has(left.kind) && numeric.has(right.kind)) return true;
  return ordered.has(left.kind) && same(left, right);
}

/** Whether `in` takes these operands. */
export function canContain(element: CelType, container: CelType): boolean {
  if (container.kind === 'dyn') return true;
  if (container.kind === 'list') return canEqual(container.element, element);
  return container.kind === 'map' && canEqual(container.key, element);
}

/** The result of unary minus. */
export function minusResult(operand: CelType): CelType | undefined {
  return operand.kind === 'int' || operand.kind === 'double' || operand.kind === 'dyn' ? operand : undefined;
}
