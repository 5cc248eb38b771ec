import type { Cataloger } from '@pratique/model';

/** Catalogs Java archives: the archive itself, what was merged into it, and the archives within, to depth. */
export const javaArchiveCataloger: Cataloger = {
  id: 'java-archive',
  version: 2,
  scope: 'always',
  finds: ['maven'],
  globs: ['**/*.{jar,war,ear,par,sar,nar,kar,rar,jpi,hpi,lpkg,aar}', '**/*.{JAR,WAR,EAR}'],
  // Most images have none, and reading them takes much code.
  catalog: async (file) => (await import('./archive.ts')).readJavaArchive(file),
};
