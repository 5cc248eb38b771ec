import type { LoadedObjects, PolicySet } from '../../packages/policy/src/index.ts';
import type { Policy } from '../../packages/model/src/index.ts';

const subjects = ['finding', 'package', 'image', 'dockerfile', 'workload', 'resource', 'event'] as const;

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function row({ name, severity, title, references, origin }: Policy): string {
  const path = origin?.file.replace(/^.*\/policies\//, '../../policies/') ?? '';
  return `| [${name}](${path}) | ${severity} | ${cell(title)} | ${cell(references.join(' · '))} |`;
}

/** The page that lists every built-in policy by what it looks at, and every profile with what it denies. */
export function policiesReference({ policies, profiles }: LoadedObjects, sets: readonly PolicySet[]): string {
  const sections = subjects.flatMap((subject) => {
    const own = policies.filter((policy) => policy.subject === subject).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    if (own.length === 0) return [];
    return [
      '',
      `## ${subject} (${own.length})`,
      '',
      '| policy | severity | what | references |',
      '|---|---|---|---|',
      ...own.map(row),
    ];
  });
  const profileRows = sets.map((set) => {
    const title = profiles.find(({ name }) => name === set.profile.split('@', 1)[0])?.title ?? '';
    const denying = set.policies.filter(({ enforced }) => enforced).length;
    return `| ${set.profile} | ${cell(title)} | ${set.policies.length} | ${denying} |`;
  });
  return [
    '# Built-in policies',
    '',
    `${policies.length} policies. Each stands in a file of its own with its rationale, its remediation and its cases beside it.`,
    '',
    '## Profiles',
    '',
    '| profile | what | policies | of these deny at some stage |',
    '|---|---|---|---|',
    ...profileRows,
    ...sections,
    '',
  ].join('\n');
}
