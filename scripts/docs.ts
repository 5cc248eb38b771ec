/**
 * Writes the generated reference and code: `npm run docs`. With `--check`, writes nothing and exits 1 where a page has drifted from
 * the code.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commands } from '../apps/pratique/src/commands/commands.ts';
import { variables } from '../apps/pratique/src/configuration.ts';
import { builtInObjects } from '../apps/pratique/src/policies/built-in.ts';
import { catalogers, classifierTable } from '../packages/inventory/src/index.ts';
import { policySchemas, selectProfile, subjects } from '../packages/policy/src/index.ts';
import { checkReportSchema, scanReportSchema } from '../packages/report/src/index.ts';
import { catalogerTableSource } from './reference/cataloger-table.ts';
import { commandLineReference, exitCodesReference } from './reference/command-line.ts';
import { errorsReference } from './reference/errors.ts';
import { policiesReference } from './reference/policies.ts';
import { policySubjectsReference } from './reference/policy-subjects.ts';
import { supportReference } from './reference/support.ts';

const root = dirname(import.meta.dirname);
const SUPPORT = 'docs/reference/support.md';

function configurationReference(): string {
  const rows = variables.map(({ name, fallback, meaning }) => `| \`${name}\` | ${fallback} | ${meaning} |`);
  return [
    '# Configuration',
    '',
    'Environment variables. Options of a command win over them.',
    '',
    '| variable | default | meaning |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

const entries = [
  ...globSync(['packages/*/src/index.ts', 'packages/gates/*/src/index.ts'], { cwd: root }).filter(
    (path) => !path.includes('testkit'),
  ),
  'apps/pratique/src/cli/errors.ts',
];

const policySchemaPages = Object.entries(policySchemas).map(
  ([name, schema]) => [`docs/reference/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`] as const,
);

const builtIn = await builtInObjects();
const profileSets = builtIn.profiles.map(({ name }) => selectProfile(builtIn, { profile: name }));

const pages: Readonly<Record<string, string>> = {
  'docs/reference/command-line.md': commandLineReference(commands),
  'docs/reference/exit-codes.md': exitCodesReference(),
  'docs/reference/error-codes.md': await errorsReference(entries.toSorted().map((path) => join(root, path))),
  'docs/reference/configuration.md': configurationReference(),
  'docs/reference/policies.md': policiesReference(builtIn, profileSets),
  'docs/reference/policy-subjects.md': policySubjectsReference(subjects),
  ...Object.fromEntries(policySchemaPages),
  'docs/reference/check-report.schema.json': `${JSON.stringify(checkReportSchema, null, 2)}\n`,
  'docs/reference/scan-report.schema.json': `${JSON.stringify(scanReportSchema, null, 2)}\n`,
  'packages/inventory/src/__generated__/cataloger-table.ts': catalogerTableSource(catalogers),
  [SUPPORT]: supportReference(root, SUPPORT, catalogers, classifierTable),
};

const check = process.argv.includes('--check');
let drifted = 0;
for (const [path, text] of Object.entries(pages)) {
  const file = join(root, path);
  let current: string | undefined;
  try {
    current = readFileSync(file, 'utf8');
  } catch {
    current = undefined;
  }
  if (current === text) continue;
  drifted += 1;
  console.error(`${path} ${check ? 'has drifted from the code: run `npm run docs`' : 'written'}`);
  if (!check) writeFileSync(file, text);
}
process.exit(check && drifted > 0 ? 1 : 0);
