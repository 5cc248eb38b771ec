import type { Cataloger } from '../../packages/model/src/index.ts';

/** Source of the table that tells which SBOMs in the cache are current without loading every cataloger. */
export function catalogerTableSource(catalogers: readonly Cataloger[]): string {
  const rows = catalogers
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, version, scope }) => `  '${id}': { version: ${version}, scope: '${scope}' },`);
  return [
    '// Written by `npm run docs` from the list of catalogers. Do not edit.',
    "import type { CatalogerScope } from '@pratique/model';",
    '',
    'export const catalogerTable: Readonly<Record<string, { readonly version: number; readonly scope: CatalogerScope }>> = {',
    ...rows,
    '};',
    '',
  ].join('\n');
}
