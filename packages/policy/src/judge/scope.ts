import type { PolicyScope } from '@pratique/model';
import { globMatcher } from '../compile/glob-match.ts';
import type { Placement } from './subject.ts';

/** A list of names and globs, made ready. */
type NameTest = (name: string | undefined) => boolean;

/** Where something holds, made ready. */
export type ScopeTest = (placement: Placement) => boolean;

/**
 * Names and globs; `!` in front excludes and always wins. A list without inclusions includes everything that it does not
 * exclude.
 */
function nameTest(globs: readonly string[], whenUnknown: boolean): NameTest {
  const excluded = globs.filter((glob) => glob.startsWith('!')).map((glob) => globMatcher(glob.slice(1)));
  const included = globs.filter((glob) => !glob.startsWith('!')).map(globMatcher);
  return (name) => {
    if (name === undefined) return whenUnknown;
    if (excluded.some((fits) => fits(name))) return false;
    return included.length === 0 || included.some((fits) => fits(name));
  };
}

/** A label that is not set counts as empty text, unless no label is known at all. */
function labelTest(label: string, globs: readonly string[], whenUnknown: boolean): ScopeTest {
  const test = nameTest(globs, whenUnknown);
  return ({ labels }) => {
    if (labels === undefined) return whenUnknown;
    return test(Object.hasOwn(labels, label) ? labels[label] : '');
  };
}

const always: ScopeTest = () => true;

/**
 * Compiles a scope. `whenUnknown` is the answer where it asks for something that the placement does not tell: true for a
 * policy, which must not fall silent; false for an exception or an override, which must not widen.
 */
export function scopeTest(scope: PolicyScope, whenUnknown: boolean): ScopeTest {
  const { clusters = [], namespaces = [], applications = [], teams = [], repositories = [], labels = {} } = scope;
  const tests: ScopeTest[] = [];
  const add = (globs: readonly string[], read: (placement: Placement) => string | undefined): void => {
    if (globs.length === 0) return;
    const test = nameTest(globs, whenUnknown);
    tests.push((placement) => test(read(placement)));
  };
  add(clusters, ({ cluster }) => cluster);
  add(namespaces, ({ namespace }) => namespace);
  add(applications, ({ application }) => application);
  add(teams, ({ team }) => team);
  add(repositories, ({ repository }) => repository);
  for (const [label, globs] of Object.entries(labels))
    if (globs.length > 0) tests.push(labelTest(label, globs, whenUnknown));
  if (tests.length === 0) return always;
  return (placement) => tests.every((test) => test(placement));
}
