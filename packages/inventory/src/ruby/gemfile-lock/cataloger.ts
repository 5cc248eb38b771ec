import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { onlyMalformed } from '../../reading/json.ts';
import { vcsQualifier } from '../../reading/source-url.ts';
import { MAX_LOCKFILE_BYTES, readText } from '../../reading/text.ts';
import { type GemSource, parseGemfileLock } from './parse-gemfile-lock.ts';

function qualifiersOf({ section, remote, revision }: GemSource): Readonly<Record<string, string>> {
  return section === 'GIT' || revision !== '' ? vcsQualifier(remote, revision || undefined) : {};
}

/** Catalogs the gems of Bundler's lockfile. */
export const gemfileLockCataloger: Cataloger = {
  id: 'ruby-gemfile-lock',
  version: 1,
  scope: 'lockfiles',
  finds: ['gem'],
  globs: ['**/Gemfile.lock', '**/Gemfile.*.lock', '**/*.gemfile.lock', '**/gems.locked'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const text = readText(file);
    if ('problem' in text) return text.problem;
    const { gems, rejected, recognized } = parseGemfileLock(text.value);
    if (!recognized) return onlyMalformed(file, 'is not a lockfile of Bundler');
    const declared = new DeclaredPackages(file);
    const purls = new Map<string, string>();
    for (const { name, version, source } of gems) {
      const purl = declared.add({ type: 'gem', name, version, purl: { name, qualifiers: qualifiersOf(source) } });
      if (purl !== undefined) purls.set(name, purl);
    }
    for (const { name, requires } of gems) {
      const from = purls.get(name);
      if (from !== undefined)
        declared.depend(
          from,
          requires.map((required) => purls.get(required)),
        );
    }
    for (const line of rejected) declared.unknown('malformed', `line ${line} cannot be read`);
    return declared.result();
  },
};
