import { defaultLimits } from '@pratique/foundation';
import type { CatalogFile, Cataloger, CatalogResult } from '@pratique/model';
import { isProblem } from '../../zip/zip-archive.ts';
import { readNamed } from '../../zip/read-named.ts';
import { catalogManifest } from '../installed/manifest.ts';

const MAX_MANIFEST_BYTES = 8 * 1024 * 1024;

/** Yarn packs each package below `node_modules/<name>/`. */
const manifestName = /^node_modules\/(@[^/]+\/[^/]+|[^/@][^/]*)\/package\.json$/;

/**
 * Catalogs the packages in yarn's cache of zip archives. With Plug'n'Play there is no `node_modules`: programs load the
 * packages out of these archives.
 */
export const yarnCacheCataloger: Cataloger = {
  id: 'yarn-cache',
  version: 1,
  scope: 'always',
  finds: ['npm'],
  globs: ['**/.yarn/cache/*.zip', '**/.yarn/berry/cache/*.zip'],

  async catalog(file: CatalogFile): Promise<CatalogResult> {
    const { path } = file.entry;
    const bounds = { members: defaultLimits.zipEntries, bytes: MAX_MANIFEST_BYTES };
    const found = await readNamed(file.bytes, (name) => manifestName.test(name), bounds);
    if (found === undefined)
      return { unknowns: [{ code: 'unidentified', reason: 'holds no manifest of a package', path }] };
    if (isProblem(found)) return { unknowns: [{ ...found, path }] };
    const folder = manifestName.exec(found.name)?.[1] ?? '';
    const result = catalogManifest({ entry: file.entry, bytes: found.content }, folder);
    return { ...result, packages: (result.packages ?? []).map((one) => ({ ...one, member: found.name })) };
  },
};
