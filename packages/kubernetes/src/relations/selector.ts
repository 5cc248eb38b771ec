import { elements, field, isFacts, textMap, textOf } from '../object.ts';

type Labels = Readonly<Record<string, string>>;

function valueOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** Whether all of these labels are set. */
export function matchesLabels(wanted: Labels, labels: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => valueOf(labels, key) === value);
}

function matchesExpression(expression: unknown, labels: Labels): boolean {
  const value = valueOf(labels, textOf(field(expression, 'key')));
  const values = new Set(elements(field(expression, 'values')).map(textOf));
  switch (field(expression, 'operator')) {
    case 'In':
      return value !== undefined && values.has(value);
    case 'NotIn':
      return value === undefined || !values.has(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** A LabelSelector (meta/v1): an empty one selects everything, an absent one nothing. */
export function selects(selector: unknown, labels: Labels): boolean {
  if (!isFacts(selector)) return false;
  if (!matchesLabels(textMap(field(selector, 'matchLabels')), labels)) return false;
  return elements(field(selector, 'matchExpressions')).every((expression) => matchesExpression(expression, labels));
}
