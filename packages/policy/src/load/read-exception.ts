import type { PolicyException, PolicyScope } from '@pratique/model';
import { globMatcher, globProblem } from '../compile/glob-match.ts';
import { endOf, UNTIL_FIXED } from '../exception/state.ts';
import { checkScope } from './check-globs.ts';
import type { SourceDocument } from './document.ts';
import type { Names } from './names.ts';
import { exceptionSchema } from './schema/exception-schema.ts';
import { didYouMean } from './suggest.ts';

type ExceptionSpec = Omit<PolicyException, 'name' | 'scope' | 'origin'> & { readonly scope?: PolicyScope };

const globKeys = ['policy', 'repository', 'resource', 'file'] as const;
const subjectKeys = ['vulnerability', 'package', 'repository', 'resource', 'file'] as const;

/** An empty text in YAML is the same as a key that is left out. */
function withoutEmpty(spec: ExceptionSpec): ExceptionSpec {
  return Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== '')) as unknown as ExceptionSpec;
}

function namesPlace(scope: PolicyScope = {}): boolean {
  const { labels = {}, ...lists } = scope;
  return [...Object.values(lists), ...Object.values(labels)].some((globs) => globs.length > 0);
}

function checkSubject(document: SourceDocument, spec: ExceptionSpec): void {
  const named = subjectKeys.some((key) => spec[key] !== undefined) || namesPlace(spec.scope);
  if (named) return;
  const what = spec.digest === undefined ? 'names no subject' : 'names a digest alone';
  document.refuse(['spec'], `${what}: say which vulnerability, package, repository, resource, file or scope`);
}

/** Reads an exception. `names` tells which policies look at findings: those need a vulnerability. */
export function readException(document: SourceDocument, names: Names): PolicyException | undefined {
  if (!document.fits(exceptionSchema)) return undefined;
  // The schema has just been held against it.
  const spec = withoutEmpty(document.value(['spec']) as unknown as ExceptionSpec);
  for (const key of globKeys) {
    const problem = globProblem(spec[key] ?? '');
    if (problem) document.refuse(['spec', key], problem);
  }
  checkScope(document, ['spec', 'scope'], spec.scope ?? {});
  checkSubject(document, spec);
  if (spec.expires !== UNTIL_FIXED && !endOf(spec.expires))
    document.refuse(['spec', 'expires'], 'must be a date, an instant (RFC 3339) or until-fixed');
  if (spec.vulnerability === undefined) {
    if (spec.expires === UNTIL_FIXED)
      document.refuse(['spec', 'expires'], 'until-fixed needs a vulnerability that can be fixed');
    const globbed = globProblem(spec.policy) === undefined ? globMatcher(spec.policy) : () => false;
    const finding = names.policies.find(({ name, subject }) => subject === 'finding' && globbed(name));
    if (finding || spec.policy === '*')
      document.refuse(['spec'], `${finding?.name ?? 'a policy'} looks at findings: name the vulnerability`);
  }
  if (!/[*?[{]/.test(spec.policy) && !names.policies.some(({ name }) => name === spec.policy))
    document.refuse(
      ['spec', 'policy'],
      `there is no such policy${didYouMean(spec.policy, names.policies.map(({ name }) => name))}`, // prettier-ignore
    );
  return {
    ...spec,
    name: String(document.value(['metadata', 'name'])),
    scope: spec.scope ?? {},
    origin: document.origin,
  };
}
