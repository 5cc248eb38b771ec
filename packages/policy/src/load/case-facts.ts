import { type Fact, type Facts, type SubjectKind, UnknownFact } from '@pratique/model';
import type { CelType } from '../cel/types.ts';
import { subjects } from '../subject/subjects.ts';
import { didYouMean } from './suggest.ts';

/** Names and indexes on the way to a fact. */
export type FactPath = readonly (string | number)[];

/** `image.ports[0].number`, with or without the root variable in front. */
export function parseFactPath(subject: SubjectKind, path: string): FactPath {
  const steps = path
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const { root, type } = subjects[subject];
  return steps[0] === root && !Object.hasOwn(type.fields, root) ? steps.slice(1) : steps;
}

function inner(type: CelType, step: string | number): CelType | string {
  if (type.kind === 'dyn' || type.kind === 'param') return type;
  if (typeof step === 'number') return type.kind === 'list' ? type.element : 'is no list';
  if (type.kind === 'map') return type.value;
  if (type.kind !== 'object') return 'has no fields';
  const field = Object.hasOwn(type.fields, step) ? type.fields[step] : undefined;
  return field?.type ?? `has no field "${step}"${didYouMean(step, Object.keys(type.fields))}`;
}

/** What is wrong with a path below a subject's root; undefined where nothing is. */
export function factPathProblem(subject: SubjectKind, path: string): string | undefined {
  let type: CelType = subjects[subject].type;
  let sofar = subjects[subject].root;
  for (const step of parseFactPath(subject, path)) {
    const next = inner(type, step);
    if (typeof next === 'string') return `${sofar} ${next}`;
    sofar = typeof step === 'number' ? `${sofar}[${step}]` : `${sofar}.${step}`;
    type = next;
  }
  return undefined;
}

interface ShapeProblem {
  readonly path: FactPath;
  readonly message: string;
}

function shapeProblems(type: CelType, fact: Fact, path: FactPath): ShapeProblem[] {
  if (typeof fact !== 'object' || fact === null || fact instanceof Date || fact instanceof UnknownFact) return [];
  if (Array.isArray(fact)) {
    const element = type.kind === 'list' ? type.element : undefined;
    return element ? fact.flatMap((item: Fact, index) => shapeProblems(element, item, [...path, index])) : [];
  }
  return Object.entries(fact as Facts).flatMap(([key, value]) => {
    if (type.kind === 'map') return shapeProblems(type.value, value, [...path, key]);
    if (type.kind !== 'object') return [];
    const field = Object.hasOwn(type.fields, key) ? type.fields[key] : undefined;
    if (field) return shapeProblems(field.type, value, [...path, key]);
    const message = `${type.name} has no such field${didYouMean(key, Object.keys(type.fields))}`;
    return [{ path: [...path, key], message }];
  });
}

/** Fields of a case's facts that the subject does not have: they would be absent without a word. */
export function factShapeProblems(subject: SubjectKind, facts: Facts): ShapeProblem[] {
  return shapeProblems(subjects[subject].type, facts, []);
}

/** The facts with one more thing that could not be told; what stands on the way is made where it is not there. */
export function withUnknown(fact: Fact, path: FactPath, reason: string): Fact {
  const [step, ...rest] = path;
  if (step === undefined) return new UnknownFact(reason);
  if (typeof step === 'number') {
    const list = Array.isArray(fact) ? [...(fact as readonly Fact[])] : [];
    while (list.length <= step) list.push(undefined);
    list[step] = withUnknown(list[step], rest, reason);
    return list;
  }
  const facts = typeof fact === 'object' && fact !== null && !Array.isArray(fact) ? (fact as Facts) : {};
  return { ...facts, [step]: withUnknown(Object.hasOwn(facts, step) ? facts[step] : undefined, rest, reason) };
}
