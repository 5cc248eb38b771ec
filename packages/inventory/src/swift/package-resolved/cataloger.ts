import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed, readJsonObject } from '../../reading/json.ts';
import { pathName } from '../../reading/purl-names.ts';
import { MAX_LOCKFILE_BYTES, quoteToken } from '../../reading/text.ts';
import { parsePackageResolved } from './parse-package-resolved.ts';

/** Catalogs the pins of the Swift Package Manager. */
export const packageResolvedCataloger: Cataloger = {
  id: 'swift-package-resolved',
  version: 1,
  scope: 'lockfiles',
  finds: ['swift'],
  globs: ['**/Package.resolved', '**/.package.resolved'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const json = readJsonObject(file);
    if ('problem' in json) return json.problem;
    const resolved = parsePackageResolved(json.value);
    if (!resolved) return onlyMalformed(file, 'holds no pins of the Swift Package Manager');
    const declared = new DeclaredPackages(file);
    for (const { name, version } of resolved.pins) declared.add({ type: 'swift', name, version, purl: pathName(name) });
    for (const identity of resolved.rejected)
      declared.unknown('malformed', `pin ${quoteToken(identity)} lacks a location or version`);
    return declared.result();
  },
};
