import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { MAX_LOCKFILE_BYTES } from '../../reading/text.ts';
import { readYaml } from '../../reading/yaml.ts';
import { parseStackLock } from './parse-stack-lock.ts';

/** Catalogs the packages that `stack.yaml.lock` pins beside its snapshot. */
export const stackYamlLockCataloger: Cataloger = {
  id: 'haskell-stack-yaml-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['hackage'],
  globs: ['**/stack.yaml.lock', '**/stack-*.yaml.lock'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const yaml = readYaml(file);
    if ('problem' in yaml) return yaml.problem;
    const lock = parseStackLock(yaml.value);
    if (!lock) return onlyMalformed(file, 'is not a lockfile of Stack');
    const declared = new DeclaredPackages(file);
    for (const { name, version, source } of lock.packages)
      declared.add({ type: 'hackage', name, version, purl: { name, qualifiers: source } });
    if (lock.rejected > 0) declared.unknown('malformed', `${lock.rejected} entries name no package and version`);
    return declared.result();
  },
};
