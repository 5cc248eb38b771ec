import type { Cataloger } from '@pratique/model';
import { field, headerFields } from '../reading/header-fields.ts';
import { installedPackages } from '../reading/installed-packages.ts';
import { decodeText } from '../reading/text.ts';
import { rLicense } from './license.ts';

/** Where a package comes from other than CRAN; kept for later questions. */
const sources = ['Repository', 'Priority', 'RemoteType'] as const;

/**
 * Catalogs installed R packages. Only R's own installation writes the field `Built`: source trees have a DESCRIPTION too,
 * as do folders that have nothing to do with R; both say nothing here.
 */
export const rInstalledCataloger: Cataloger = {
  id: 'r-installed',
  version: 1,
  scope: 'always',
  finds: ['cran'],
  globs: ['**/DESCRIPTION'],
  maxBytes: 4 * 1024 * 1024,

  catalog(file) {
    const fields = headerFields(decodeText(file.bytes));
    const name = field(fields, 'package');
    const version = field(fields, 'version');
    if (name === undefined || version === undefined || !field(fields, 'built')) return {};
    const stated = sources.map((source) => [source.toLowerCase(), field(fields, source.toLowerCase())] as const);
    const properties = Object.fromEntries(
      stated.filter((entry): entry is [string, string] => /^[\w. -]{1,100}$/.test(entry[1] ?? '')),
    );
    return installedPackages(file, [
      { type: 'cran', name, version, license: rLicense(field(fields, 'license')), properties },
    ]);
  },
};
