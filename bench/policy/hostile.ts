import type { JudgeSubject } from '../../packages/policy/src/index.ts';

/** A policy that is written to take for ever, and a subject to match. */
interface HostilePolicy {
  readonly name: string;
  readonly text: string;
  readonly subject: JudgeSubject;
}

const words = Array.from({ length: 2000 }, (_, index) => `word-${index}`);

const subject: JudgeSubject = {
  judged: { kind: 'package', name: 'hostile' },
  facts: { name: 'a'.repeat(100_000), version: '1', paths: words, licenses: words },
};

const conditions: Readonly<Record<string, string>> = {
  'nested quantifiers': 'pkg.name.matches("^(a+)+$b")',
  'alternation that backtracks': 'pkg.name.matches("^(a|aa)+$b")',
  'counted repetition': 'pkg.name.matches("((a{1,100}){1,100}){1,100}b")',
  'pattern from the subject': 'pkg.paths.exists(path, pkg.name.matches("(" + path + ")*(a*)*b"))',
  'quadratic comprehension': 'pkg.paths.all(a, pkg.paths.all(b, a != b + "x"))',
  'cubic comprehension': 'pkg.paths.all(a, pkg.paths.all(b, pkg.paths.all(c, a + b != c)))',
  'list that grows': 'pkg.paths.map(a, pkg.paths.map(b, pkg.paths)).size() > 0',
  'text that grows': `${Array.from({ length: 12 }, () => '[pkg.name + pkg.name].map(x, x + x + x + x)[0]').join(' + ')} == ""`,
  nesting: `${'('.repeat(5000)}true${')'.repeat(5000)}`,
  'a chain of operators': `${Array.from({ length: 4000 }, () => 'pkg.development').join(' || ')}`,
  'globs that backtrack':
    'pkg.name.contains("a") && pkg.paths.exists(path, path.split("-").map(x, x + x).join("") == path)',
};

/** Conditions that must be refused when loaded or cut off when evaluated. */
export function hostilePolicies(): readonly HostilePolicy[] {
  return Object.entries(conditions).map(([name, violates]) => ({
    name,
    subject,
    text: JSON.stringify({
      apiVersion: 'pratique.dev/v1',
      kind: 'Policy',
      metadata: { name: name.replaceAll(' ', '-') },
      spec: {
        title: name,
        subject: 'package',
        severity: 'low',
        violates,
        message: name,
        remediation: 'Do not.',
        decisions: { deploy: 'deny' },
      },
    }),
  }));
}
