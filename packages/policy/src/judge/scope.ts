import type { PolicyScope } from '@pratique/model';
import { globMatcher } from '../compile/glob-match.ts';
import { repositoryNames } from './repository-names.ts';
import type { Placement } from './subject.ts';

/** A list of names and globs, made ready; asked with everything that a thing is called. */
type NameTest = (names: readonly string[] | undefined) => boolean;

/** Where something holds, made ready. */
export type ScopeTest = (placement: Placement) => boolean;

/**
 * Names and globs; `!` in front excludes and always wins. A list without inclusions includes everything that it does not
 * exclude.
 */
function nameTest(globs: readonly string[], whenUnknown: boolean): NameTest {
  const excluded = globs.filter((glob) => glob.startsWith('!')).map((glob) => globMatcher(glob.slice(1)));
  const included = globs.filter((glob) => !glob.startsWith('!')).map(globMatcher);
  return (names) => {
    if (names === undefined) return whenUnknown;
    if (names.some((name) => excluded.some((fits) => fits(name)))) return false;
    return included.length === 0 || names.some((name) => included.some((fits) => fits(name)));
  };
}

/** A label that is not set counts as empty text, unless no label is known at all. */
function labelTest(label: string, globs: readonly string[], whenUnknown: boolean): ScopeTest {
  const test = nameTest(globs, whenUnknown);
  return ({ labels }) => {
    if (labels === undefined) return whenUnknown;
    return test([Object.hasOwn(labels, label) ? (labels[label] ?? '') : '']);
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
  const add = (globs: readonly string[], read: (placement: Placement) => readonly string[] | undefined): void => {
    if (globs.length === 0) return;
    const test = nameTest(globs, whenUnknown);
    tests.push((placement) => test(read(placement)));
  };
  const one = (name: string | undefined): readonly string[] | undefined => (name === undefined ? undefined : [name]);
  add(clusters, ({ cluster }) => one(cluster));
  add(namespaces, ({ namespace }) => one(namespace));
  add(applications, ({ application }) => one(application));
  add(teams, ({ team }) => one(team));
  add(repositories, ({ repository, registry }) =>
    repository === undefined ? undefined : repositoryNames(repository, registry),
  );
  for (const [label, globs] of Object.entries(labels))
    if (globs.length > 0) tests.push(labelTest(label, globs, whenUnknown));
  if (tests.length === 0) return always;
  return (placement) => tests.every((test) => test(placement));
}
