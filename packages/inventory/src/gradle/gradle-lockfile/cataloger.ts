import type { Cataloger } from '@pratique/model';
import { DeclaredPackages } from '../../reading/declared-packages.ts';
import { MAX_LOCKFILE_BYTES, linesOf, quoteToken, readText } from '../../reading/text.ts';

/** Longer lines hold no coordinates that a build could have. */
const MAX_LINE = 64 * 1024;

/** `group:artifact:version`, in the later format followed by the configurations that lock it. */
const coordinates = /^([^\s:=]+):([^\s:=]+):([^\s:=]+)(?:=(\S*))?$/;

/** Whether only test configurations lock it: `testCompileClasspath`, `integrationTestRuntimeClasspath`. */
function onlyTests(configurations: string | undefined): boolean {
  const names = (configurations ?? '').split(',').filter((name) => name !== '');
  return names.length > 0 && names.every((name) => /^test|Test|androidTest/.test(name));
}

/** Catalogs the modules of Gradle's dependency locks: one file per project, or (before Gradle 7) per configuration. */
export const gradleLockfileCataloger: Cataloger = {
  id: 'gradle-lockfile',
  version: 1,
  scope: 'lockfiles',
  finds: ['maven'],
  globs: ['**/gradle.lockfile', '**/buildscript-gradle.lockfile', '**/gradle/dependency-locks/*.lockfile'],
  maxBytes: MAX_LOCKFILE_BYTES,

  catalog(file) {
    const text = readText(file);
    if ('problem' in text) return text.problem;
    const declared = new DeclaredPackages(file);
    for (const raw of linesOf(text.value)) {
      const line = raw.trim();
      // `empty=` lists the configurations that lock nothing.
      if (line === '' || line.startsWith('#') || line.startsWith('empty=')) continue;
      const match = line.length > MAX_LINE ? null : coordinates.exec(line);
      if (!match) {
        declared.unknown('malformed', `line ${quoteToken(line)} is no locked module`);
        continue;
      }
      const [, group = '', artifact = '', version = '', configurations] = match;
      declared.add({
        type: 'maven',
        name: `${group}:${artifact}`,
        version,
        purl: { namespace: group, name: artifact },
        development: onlyTests(configurations),
      });
    }
    return declared.result();
  },
};
