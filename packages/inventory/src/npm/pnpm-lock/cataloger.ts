import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { npmName } from '../../reading/purl-names.ts';
import { MAX_LOCKFILE_BYTES, quoteToken } from '../../reading/text.ts';
import { readYamlDocuments } from '../../reading/yaml.ts';
import { isInNodeModules } from '../npm-source.ts';
import { parsePnpmLock, type PnpmLock } from './parse-pnpm-lock.ts';

function declare(lock: PnpmLock, declared: DeclaredPackages): void {
  const purls = new Map<string, string>();
  for (const { key, name, version, source, development } of lock.packages) {
    const purl = { ...npmName(name), qualifiers: source };
    const canonical = declared.add({ type: 'npm', name, version, purl, development });
    if (canonical !== undefined) purls.set(key, canonical);
  }
  const purlOf = (key: string): string | undefined => purls.get(lock.instances.get(key)?.packageKey ?? '');
  for (const [key, { requires }] of lock.instances) {
    const from = purlOf(key);
    if (from !== undefined) declared.depend(from, requires.map(purlOf));
  }
  for (const key of lock.rejected)
    declared.unknown('malformed', `entry ${quoteToken(key)} names no package and version`);
}

/** Catalogs the packages of `pnpm-lock.yaml`, lockfile versions 5 to 9. */
export const pnpmLockCataloger: Cataloger = {
  id: 'npm-pnpm-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['npm'],
  globs: ['**/pnpm-lock.yaml'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    if (isInNodeModules(file.entry.path)) return {};
    const documents = readYamlDocuments(file);
    if ('problem' in documents) return documents.problem;
    const declared = new DeclaredPackages(file);
    for (const document of documents.value) {
      const lock = parsePnpmLock(document);
      if (!lock) return onlyMalformed(file, 'is not a pnpm lockfile');
      declare(lock, declared);
    }
    return declared.result();
  },
};
