import { type JudgedSubject, parsePurl, type PolicyException } from '@pratique/model';
import { globMatcher } from '../compile/glob-match.ts';
import { repositoryNames } from '../judge/repository-names.ts';
import { scopeTest } from '../judge/scope.ts';
import type { Placement } from '../judge/subject.ts';

/** Whether an exception speaks of what a policy says of a subject. */
export type ExceptionTest = (policy: string, subject: JudgedSubject, placement: Placement) => boolean;

type SubjectTest = (subject: JudgedSubject, placement: Placement) => boolean;

/** Their namespace is the distribution: one that is not written may be any. */
const osTypes: ReadonlySet<string> = new Set(['alpm', 'apk', 'deb', 'rpm']);

/** Full names in the ecosystem: `openssl`, `@scope/name`, `group:artifact`; a part of one is another package. */
function fullNames(purl: string): readonly string[] {
  const { type = '', namespace = '', name = '' } = parsePurl(purl) ?? {};
  if (name === '') return [];
  return namespace === '' || osTypes.has(type) ? [name] : [`${namespace}/${name}`, `${namespace}:${name}`];
}

/** By package URL (its version counts only where it is written), or by its full name. */
function packageTest(wanted: string): SubjectTest {
  if (!wanted.startsWith('pkg:')) return ({ package: purl = '' }) => fullNames(purl).includes(wanted);
  const { type, namespace, name, version } = parsePurl(wanted) ?? {};
  return ({ package: purl = '' }) => {
    const own = parsePurl(purl);
    if (!own || name === undefined) return false;
    if (version !== undefined && version !== '' && own.version !== version) return false;
    const sameSpace = own.namespace === namespace || (namespace === undefined && osTypes.has(own.type));
    return own.type === type && sameSpace && own.name === name;
  };
}

function repositoryTest(glob: string): SubjectTest {
  const fits = globMatcher(glob);
  return ({ repository = '', registry }) => repository !== '' && repositoryNames(repository, registry).some(fits);
}

/** Where an exception reaches, whatever the subject: its repository, scope and digest. */
function placeTests({ repository = '', scope }: PolicyException): SubjectTest[] {
  const tests: SubjectTest[] = [];
  if (repository !== '') tests.push(repositoryTest(repository));
  if (Object.values(scope).some((part) => Object.keys(part as object).length > 0)) {
    const fits = scopeTest(scope, false);
    tests.push((_, placement) => fits(placement));
  }
  return tests;
}

/** Whether images of a repository and digest are within an exception's reach in a place, whatever is said of them. */
export function exceptionReach(exception: PolicyException): (subject: JudgedSubject, placement: Placement) => boolean {
  const tests = placeTests(exception);
  const { digest = '' } = exception;
  if (digest !== '') tests.push(({ digests = [] }) => digests.includes(digest));
  return (subject, placement) => tests.every((test) => test(subject, placement));
}

/** Every part that the exception names must fit; undefined where it names nothing but a policy and a digest. */
function subjectTest(exception: PolicyException): SubjectTest | undefined {
  const { vulnerability = '', package: wanted = '', resource = '', file = '' } = exception;
  const tests: SubjectTest[] = [];
  if (vulnerability !== '') {
    const id = vulnerability.toLowerCase();
    tests.push(({ vulnerability: ids = [] }) => ids.some((one) => one.toLowerCase() === id));
  }
  if (wanted !== '') tests.push(packageTest(wanted));
  if (resource !== '') {
    const fits = globMatcher(resource);
    tests.push(({ resource: own }) => own !== undefined && fits(own));
  }
  if (file !== '') {
    const fits = globMatcher(file.replace(/^\.\//, ''));
    tests.push(({ file: own }) => own !== undefined && fits(own.replace(/^\.\//, '')));
  }
  tests.push(...placeTests(exception));
  if (tests.length === 0) return undefined;
  const { digest = '' } = exception;
  if (digest !== '') tests.push(({ digests = [] }) => digests.includes(digest));
  return (subject, placement) => tests.every((test) => test(subject, placement));
}

/**
 * Compiles an exception. On a finding it must name the vulnerability; what it names and the subject does not have, does not
 * fit: an exception never reaches further than it says.
 */
export function exceptionTest(exception: PolicyException): ExceptionTest {
  const fitsPolicy = globMatcher(exception.policy);
  const fitsSubject = subjectTest(exception);
  const namesVulnerability = (exception.vulnerability ?? '') !== '';
  if (!fitsSubject) return () => false;
  return (policy, subject, placement) =>
    namesVulnerability === (subject.kind === 'finding') && fitsPolicy(policy) && fitsSubject(subject, placement);
}
