import type { CelType, ObjectType, SubjectDeclaration } from '../../packages/policy/src/index.ts';

const simple: Partial<Record<CelType['kind'], string>> = {
  string: 'text',
  bool: 'bool',
  timestamp: 'instant',
  dyn: 'anything',
};

function anchor(name: string): string {
  return `object-${name.toLowerCase()}`;
}

function typeText(type: CelType): string {
  switch (type.kind) {
    case 'list':
      return `list of ${typeText(type.element)}`;
    case 'map':
      return `map of ${typeText(type.value)}`;
    case 'optional':
      return `optional ${typeText(type.of)}`;
    case 'object':
      return `[${type.name}](#${anchor(type.name)})`;
    case 'opaque':
    case 'param':
      return type.name;
    default:
      return simple[type.kind] ?? type.kind;
  }
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}

function table({ fields }: ObjectType): string[] {
  const rows = Object.entries(fields).map(
    ([name, { type, doc }]) => `| \`${name}\` | ${typeText(type)} | ${cell(doc)} |`,
  );
  return ['| field | type | what it says |', '|---|---|---|', ...rows, ''];
}

/** Object types within a type, itself included. */
function objectsIn(type: CelType, found: Map<string, ObjectType>): void {
  if (type.kind === 'list') objectsIn(type.element, found);
  else if (type.kind === 'map') objectsIn(type.value, found);
  else if (type.kind === 'optional') objectsIn(type.of, found);
  else if (type.kind === 'object' && !found.has(type.name)) {
    found.set(type.name, type);
    for (const { type: inner } of Object.values(type.fields)) objectsIn(inner, found);
  }
}

/** The reference of what conditions may read. */
export function policySubjectsReference(subjects: Readonly<Record<string, SubjectDeclaration>>): string {
  const objects = new Map<string, ObjectType>();
  const sections = Object.entries(subjects).flatMap(([kind, { root, type }]) => {
    for (const { type: inner } of Object.values(type.fields)) objectsIn(inner, objects);
    return [`## ${kind}`, '', `Variable \`${root}\`.`, '', ...table(type)];
  });
  const named = [...objects.values()]
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((type) => [`### Object ${type.name}`, '', ...table(type)]);
  return [
    '# What policies may read',
    '',
    'Every field is known, absent or unknown. An absent one reads as the zero of its type (empty text, 0, false, an empty list);',
    'a comparison with an absent instant is false; `has(x.y)` tells. An unknown one makes the result unknown where it decides.',
    'Every condition also has `params`, the parameters of its policy, and `now`, the instant of the judgement.',
    '',
    ...sections,
    '## Objects',
    '',
    ...named,
  ].join('\n');
}
