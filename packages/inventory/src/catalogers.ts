import type { Cataloger } from '@pratique/model';
import { alpmCataloger } from './alpm/cataloger.ts';
import { apkCataloger } from './apk/cataloger.ts';
import { dpkgCataloger } from './dpkg/cataloger.ts';
import { distributionCataloger } from './distribution/cataloger.ts';
import { javaArchiveCataloger } from './java/cataloger.ts';

/** Every cataloger, by ecosystem. A contract test walks the folders and fails on one that is missing here. */
export const catalogers: readonly Cataloger[] = [
  distributionCataloger,
  dpkgCataloger,
  apkCataloger,
  alpmCataloger,
  javaArchiveCataloger,
];
