import type { Cataloger } from '@pratique/model';
import { podfileLockCataloger } from './cocoapods/podfile-lock/cataloger.ts';
import { conanLockCataloger } from './conan/conan-lock/cataloger.ts';
import { pubspecLockCataloger } from './dart/pubspec-lock/cataloger.ts';
import { denoLockCataloger } from './deno/deno-lock/cataloger.ts';
import { packagesConfigCataloger } from './dotnet/packages-config/cataloger.ts';
import { packagesLockCataloger } from './dotnet/packages-lock/cataloger.ts';
import { mixLockCataloger } from './elixir/mix-lock/cataloger.ts';
import { rebarLockCataloger } from './erlang/rebar-lock/cataloger.ts';
import { goModCataloger } from './go/go-mod/cataloger.ts';
import { gradleLockfileCataloger } from './gradle/gradle-lockfile/cataloger.ts';
import { verificationMetadataCataloger } from './gradle/verification-metadata/cataloger.ts';
import { cabalFreezeCataloger } from './haskell/cabal-freeze/cataloger.ts';
import { stackYamlLockCataloger } from './haskell/stack-yaml-lock/cataloger.ts';
import { pomXmlCataloger } from './maven/pom-xml/cataloger.ts';
import { bunLockCataloger } from './npm/bun-lock/cataloger.ts';
import { packageLockCataloger } from './npm/package-lock/cataloger.ts';
import { pnpmLockCataloger } from './npm/pnpm-lock/cataloger.ts';
import { yarnLockCataloger } from './npm/yarn-lock/cataloger.ts';
import { composerLockCataloger } from './php/composer-lock/cataloger.ts';
import { pdmLockCataloger } from './python/pdm-lock/cataloger.ts';
import { pipfileLockCataloger } from './python/pipfile-lock/cataloger.ts';
import { poetryLockCataloger } from './python/poetry-lock/cataloger.ts';
import { pylockCataloger } from './python/pylock/cataloger.ts';
import { requirementsCataloger } from './python/requirements/cataloger.ts';
import { uvLockCataloger } from './python/uv-lock/cataloger.ts';
import { renvLockCataloger } from './r/renv-lock/cataloger.ts';
import { gemfileLockCataloger } from './ruby/gemfile-lock/cataloger.ts';
import { cargoLockCataloger } from './rust/cargo-lock/cataloger.ts';
import { packageResolvedCataloger } from './swift/package-resolved/cataloger.ts';

/** Catalogers of what lockfiles and manifests declare, by ecosystem. All have scope `lockfiles`. */
export const lockfileCatalogers: readonly Cataloger[] = [
  packageLockCataloger,
  yarnLockCataloger,
  pnpmLockCataloger,
  bunLockCataloger,
  denoLockCataloger,
  requirementsCataloger,
  poetryLockCataloger,
  pdmLockCataloger,
  uvLockCataloger,
  pylockCataloger,
  pipfileLockCataloger,
  goModCataloger,
  cargoLockCataloger,
  gemfileLockCataloger,
  composerLockCataloger,
  gradleLockfileCataloger,
  verificationMetadataCataloger,
  pomXmlCataloger,
  packagesLockCataloger,
  packagesConfigCataloger,
  mixLockCataloger,
  rebarLockCataloger,
  pubspecLockCataloger,
  packageResolvedCataloger,
  podfileLockCataloger,
  conanLockCataloger,
  stackYamlLockCataloger,
  cabalFreezeCataloger,
  renvLockCataloger,
];
