import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { ClassifierRow } from '../../packages/inventory/src/index.ts';
import type { Cataloger } from '../../packages/model/src/index.ts';

interface Tested {
  readonly folder: string;
  /** Names of the fixture folders that its tests read. */
  readonly fixtures: readonly string[];
}

/** Where each cataloger stands and what its tests read, found by its id in the source. */
function testedCatalogers(root: string): ReadonlyMap<string, Tested> {
  const sources = globSync('packages/inventory/src/**/*.ts', { cwd: root }).filter(
    (path) => !/\.(test|fuzz)\.ts$/.test(path),
  );
  const found = new Map<string, Tested>();
  for (const path of sources) {
    const ids = readFileSync(join(root, path), 'utf8').matchAll(/^ {2}id: '(?<id>[a-z0-9-]+)',$/gm);
    const folder = dirname(path);
    const fixtures = join(root, folder, 'fixtures');
    const names = existsSync(fixtures)
      ? readdirSync(fixtures, { withFileTypes: true }).filter((entry) => entry.isDirectory())
      : [];
    for (const { groups } of ids)
      found.set(groups?.['id'] ?? '', { folder, fixtures: names.map(({ name }) => name).sort() });
  }
  return found;
}

function row({ id, finds, globs, scope, programs }: Cataloger, tested: Tested | undefined, reference: string): string {
  const where = tested ? `[${id}](${relative(dirname(reference), tested.folder)}/README.md)` : id;
  const paths = [
    ...globs.slice(0, 4).map((glob) => `\`${glob.replaceAll('|', '\\|')}\``),
    ...(globs.length > 4 ? [`and ${globs.length - 4} more`] : []),
  ];
  const wants = [...paths, ...(programs ? ['every program'] : [])].join(', ');
  return `| ${where} | ${finds.join(', ')} | ${wants} | ${scope === 'always' ? 'always' : 'directories, `--lockfiles`'} | ${tested?.fixtures.join(', ') ?? ''} |`;
}

function listed(patterns: readonly string[]): string {
  return patterns.map((pattern) => `\`${pattern.replaceAll('|', '\\|')}\``).join(', ');
}

/** What is inventoried, from the list of catalogers and the fixtures that their tests read. */
export function supportReference(
  root: string,
  reference: string,
  catalogers: readonly Cataloger[],
  classifiers: readonly ClassifierRow[],
): string {
  const tested = testedCatalogers(root);
  const real = classifiers.filter(({ evidence }) => evidence === 'real').length;
  return [
    '# What is inventoried',
    '',
    `${catalogers.length} catalogers. The last column names the fixtures that their tests read; the README of each says where they come from.`,
    '',
    '| cataloger | packages | reads | when | tested on |',
    '|---|---|---|---|---|',
    ...catalogers.map((cataloger) => row(cataloger, tested.get(cataloger.id), reference)),
    '',
    '## Programs installed without a package manager',
    '',
    `${classifiers.length} classifiers, ${real} of them tested on bytes of a real build, the others on hand-written bytes (synthetic).`,
    '',
    '| program | recognised by | tested on |',
    '|---|---|---|',
    ...classifiers.map(
      ({ program, recognisedBy, evidence }) => `| ${program} | ${listed(recognisedBy)} | ${evidence} |`,
    ),
    '',
  ].join('\n');
}
