import type { Cataloger } from '@pratique/model';
import { alpmCataloger } from './alpm/cataloger.ts';
import { apkCataloger } from './apk/cataloger.ts';
import { dpkgCataloger } from './dpkg/cataloger.ts';
import { distributionCataloger } from './distribution/cataloger.ts';
import { programCataloger } from './classifier/cataloger.ts';
import { goBinaryCataloger } from './go/binary/cataloger.ts';
import { javaArchiveCataloger } from './java/cataloger.ts';
import { condaCataloger } from './conda/cataloger.ts';
import { dotnetDepsCataloger } from './dotnet/deps-json/cataloger.ts';
import { erlangInstalledCataloger } from './erlang/installed/cataloger.ts';
import { npmInstalledCataloger } from './npm/installed/cataloger.ts';
import { phpInstalledCataloger } from './php/installed/cataloger.ts';
import { pythonInstalledCataloger } from './python/installed/cataloger.ts';
import { rInstalledCataloger } from './r/cataloger.ts';
import { rustBinaryCataloger } from './rust/binary/cataloger.ts';
import { rubyInstalledCataloger } from './ruby/installed/cataloger.ts';
import { rpmCataloger } from './rpm/cataloger.ts';
import { embeddedSbomCataloger } from './sbom/embedded/cataloger.ts';
import { yarnCacheCataloger } from './npm/yarn-cache/cataloger.ts';

/** Catalogers of what is installed, by ecosystem. All have scope `always`. */
export const installedCatalogers: readonly Cataloger[] = [
  distributionCataloger,
  dpkgCataloger,
  apkCataloger,
  rpmCataloger,
  alpmCataloger,
  javaArchiveCataloger,
  goBinaryCataloger,
  rustBinaryCataloger,
  programCataloger,
  condaCataloger,
  dotnetDepsCataloger,
  erlangInstalledCataloger,
  npmInstalledCataloger,
  phpInstalledCataloger,
  pythonInstalledCataloger,
  rInstalledCataloger,
  rubyInstalledCataloger,
  yarnCacheCataloger,
  embeddedSbomCataloger,
];
