import type { Cataloger } from '@pratique/model';
import { installedName, tellingSegments } from './installed-path.ts';
import { catalogManifest } from './manifest.ts';

/** Catalogs the packages in `node_modules`, wherever it stands, by each package's own manifest. */
export const npmInstalledCataloger: Cataloger = {
  id: 'npm-installed',
  version: 1,
  scope: 'always',
  finds: ['npm'],
  globs: ['**/node_modules/**/package.json'],
  wants: (path) => installedName(path) !== undefined,
  segments: tellingSegments,
  maxBytes: 8 * 1024 * 1024,

  catalog(file) {
    const folder = installedName(file.entry.path);
    return folder === undefined ? {} : catalogManifest(file, folder);
  },
};
