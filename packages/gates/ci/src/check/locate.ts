import { createHash } from 'node:crypto';
import type { JudgedSubject, PolicyResult, Verdict } from '@pratique/model';

/** Line of a field within the judged thing; undefined: that of the thing itself. */
export type LineOf = (field: string) => number | undefined;

/** A purl without version and qualifiers: the package that it is a version of. */
function packageName(purl: string): string {
  const [path = ''] = purl.split(/[?#]/);
  const at = path.lastIndexOf('@');
  return at > path.lastIndexOf('/') ? path.slice(0, at) : path;
}

/** What names the judged thing in this state of it and in the one before: no line, no version, no digest. */
function identity(subject: JudgedSubject): string {
  const { kind, vulnerability, resource, file } = subject;
  const [id = ''] = vulnerability ?? [];
  const pkg = subject.package === undefined ? '' : packageName(subject.package);
  return [kind, id, pkg, resource ?? '', resource === undefined ? (file ?? '') : ''].join('\n');
}

function fingerprint(result: PolicyResult): string {
  // Where a policy names no field, what it says tells its violations apart; numbers in it change with every build.
  const place = result.field ?? (result.subject.vulnerability ? '' : result.message.replace(/\d+/g, '0'));
  return createHash('sha256')
    .update(`${result.policy}\n${identity(result.subject)}\n${place}`)
    .digest('hex');
}

function located(result: PolicyResult, lineOf: LineOf): PolicyResult {
  const line = result.field === undefined ? undefined : lineOf(result.field);
  const subject = line === undefined ? result.subject : { ...result.subject, line };
  return { ...result, subject, fingerprint: fingerprint(result) };
}

/** The verdict with the line and the fingerprint of everything that it says. */
export function locate(verdict: Verdict, lineOf: LineOf = () => undefined): Verdict {
  const all = (results: readonly PolicyResult[]): readonly PolicyResult[] =>
    results.map((result) => located(result, lineOf));
  const { violations, unknowns, excepted } = verdict;
  return { ...verdict, violations: all(violations), unknowns: all(unknowns), excepted: all(excepted) };
}
