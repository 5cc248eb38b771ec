import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { vcsQualifierWithQuery } from '../../reading/source-url.ts';
import { MAX_LOCKFILE_BYTES, quoteToken } from '../../reading/text.ts';
import { readToml } from '../../reading/toml.ts';
import { parseCargoLock } from './parse-cargo-lock.ts';

/** Catalogs the crates of `Cargo.lock`, those of the workspace included. */
export const cargoLockCataloger: Cataloger = {
  id: 'rust-cargo-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['cargo'],
  globs: ['**/Cargo.lock'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const toml = readToml(file);
    if ('problem' in toml) return toml.problem;
    const lock = parseCargoLock(toml.value);
    if (!lock) return onlyMalformed(file, 'is not a Cargo lockfile');
    const declared = new DeclaredPackages(file);
    const purls = new Map<string, string>();
    const edges: [string, readonly string[]][] = [];
    for (const { name, version, source, dependencies } of lock.crates) {
      // Cargo builds one commit twice where it is asked for by branch and by revision: two packages.
      const qualifiers = source?.startsWith('git+') ? vcsQualifierWithQuery(source) : {};
      const purl = declared.add({ type: 'cargo', name, version, purl: { name, qualifiers } });
      if (purl === undefined) continue;
      for (const key of [
        name,
        `${name} ${version}`,
        `${name} ${version} (${source?.split('#')[0]})`,
        `${name} ${version} (${source})`,
      ])
        purls.set(key, purl);
      edges.push([purl, dependencies]);
    }
    for (const [purl, dependencies] of edges)
      declared.depend(
        purl,
        dependencies.map((key) => purls.get(key)),
      );
    for (const name of lock.rejected)
      declared.unknown('malformed', `entry ${quoteToken(name)} lacks a name or version`);
    return declared.result();
  },
};
