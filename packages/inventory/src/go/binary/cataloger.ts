import { defaultLimits } from '@pratique/foundation';
import {
  type Cataloger,
  type CatalogFile,
  type CatalogResult,
  formatPurl,
  type FoundPackage,
  type PurlParts,
  type Unknown,
} from '@pratique/model';
import { goModuleAtPath, goProgramVersion, knownGoModule } from '../../classifier/go-program.ts';
import type { Program } from '../../executable/program.ts';
import { readPrograms } from '../../executable/read-programs.ts';
import { pathName } from '../../reading/purl-names.ts';
import { type GoBuildInfo, type GoModule, readBuildInfo } from './build-info.ts';
import { parseGoVersion } from './go-version.ts';
import { mainVersion } from './main-version.ts';
import { isModuleVersion } from './module-version.ts';

function modulePurl(path: string, version: string): PurlParts {
  return { type: 'golang', ...pathName(path), ...(version && { version }) };
}

/** A module path as Go allows it (Go modules reference, "Module paths"), or a local name such as `main`. */
const modulePath = /^[A-Za-z0-9~._!-]+(?:\/[A-Za-z0-9~._!-]+)*$/;

function modulePackage(
  path: string,
  version: string,
  rest: Pick<FoundPackage, 'architecture' | 'properties'>,
): FoundPackage | undefined {
  if (path.length > 1024 || !modulePath.test(path)) return undefined;
  if (version.startsWith('v') ? !isModuleVersion(version) : version !== '') return undefined;
  return { type: 'golang', name: path, version, evidence: 'binary', purl: modulePurl(path, version), ...rest };
}

/** Local paths in a `replace`: the code is neither that version of the module nor another module. */
function isLocal(path: string): boolean {
  return /^(?:\.{1,2}(?:\/|\\|$)|\/|[A-Za-z]:[/\\])/.test(path);
}

/** What a program was built for: `goos` is Go's name of the operating system. */
interface Target {
  readonly architecture: string | undefined;
  readonly properties: { readonly goos?: string };
}

const systemOfFormat = { elf: undefined, macho: 'darwin', pe: 'windows' } as const;

function targetOf({ settings }: GoBuildInfo, program: Program): Target {
  const goos = settings.get('GOOS') ?? systemOfFormat[program.format];
  return {
    architecture: settings.get('GOARCH') ?? program.architecture,
    properties: goos !== undefined && /^[a-z0-9]{2,16}$/.test(goos) ? { goos } : {},
  };
}

function dependencyPackage(module: GoModule, target: Target): FoundPackage | undefined {
  const { replacedBy } = module;
  const local = replacedBy !== undefined && isLocal(replacedBy.path);
  const built = replacedBy && !local ? replacedBy : module;
  const version = local || built.version === '(devel)' ? '' : built.version;
  if (!replacedBy) return modulePackage(built.path, version, target);
  const replaced: Record<string, string> = local ? { replacedByLocalPath: 'true' } : { replaces: module.path };
  return modulePackage(built.path, version, { ...target, properties: { ...target.properties, ...replaced } });
}

function standardLibrary(info: GoBuildInfo, target: Target): FoundPackage {
  const { version, experiments } = parseGoVersion(info.goVersion);
  const properties = {
    ...target.properties,
    goVersion: info.goVersion.slice(0, 200).replaceAll(/[^\x20-\x7e]/g, '?'),
    ...(experiments.length > 0 && { goExperiments: experiments.join(',') }),
  };
  return {
    type: 'golang',
    name: 'stdlib',
    version,
    evidence: 'binary',
    license: 'BSD-3-Clause',
    architecture: target.architecture,
    purl: modulePurl('stdlib', version),
    properties,
  };
}

/** Hosts on which owner and repository make a module, with a major version behind it from 2 on. */
const repository = /^(?:github\.com|gitlab\.com|bitbucket\.org)\/[^/]+\/[^/]+(?:\/v\d+)?/;

/** The main module; for a program built without modules the one that its main package, or its place, belongs to. */
function mainModule(info: GoBuildInfo, filePath: string): GoModule | undefined {
  // `go build file.go` makes a module of that name, which is none.
  if (info.main) return info.main.path === 'command-line-arguments' ? undefined : info.main;
  if (info.path === 'cmd' || info.path.startsWith('cmd/')) return undefined;
  const path = info.path ? (knownGoModule(info.path) ?? repository.exec(info.path)?.[0]) : goModuleAtPath(filePath);
  return path === undefined ? undefined : { path, version: '(devel)' };
}

function mainPackage(
  info: GoBuildInfo & { readonly main: GoModule },
  program: Program,
  target: Target,
  dependsOn: readonly string[],
): FoundPackage | undefined {
  const { path } = info.main;
  const { version, source } = mainVersion(info, program, () => goProgramVersion(path, info.goVersion, program.bytes));
  const properties = { ...target.properties, mainModule: 'true', ...(source && { versionSource: source }) };
  const found = modulePackage(path, version, { ...target, properties });
  return found && { ...found, dependsOn };
}

interface Collected {
  readonly packages: Map<string, FoundPackage>;
  readonly unknowns: Unknown[];
}

function collect(info: GoBuildInfo, program: Program, path: string, { packages, unknowns }: Collected): void {
  const target = targetOf(info, program);
  const dependencies = info.dependencies.slice(0, defaultLimits.packagesPerFile).filter(({ path }) => path !== '');
  const found = dependencies.map((module) => dependencyPackage(module, target));
  const readable = [standardLibrary(info, target), ...found.filter((entry) => entry !== undefined)];
  const dependsOn = [...new Set(readable.map(({ purl }) => formatPurl(purl)))];
  const module = mainModule(info, path);
  const main = module && mainPackage({ ...info, main: module }, program, target, dependsOn);
  for (const entry of main ? [...readable, main] : readable) packages.set(formatPurl(entry.purl), entry);

  const damaged = info.damaged + found.filter((entry) => entry === undefined).length + (module && !main ? 1 : 0);
  if (damaged > 0) {
    unknowns.push({ code: 'malformed', path, reason: `${damaged} entries of the Go module list make no sense` });
  }
  if (info.dependencies.length > defaultLimits.packagesPerFile) {
    unknowns.push({ code: 'too-large', path, reason: `more than ${defaultLimits.packagesPerFile} Go modules` });
  }
}

function catalog({ entry, bytes }: CatalogFile): CatalogResult {
  const read = readPrograms(bytes);
  if (read.kind !== 'programs') return {};
  const collected: Collected = { packages: new Map(), unknowns: [] };
  for (const program of read.programs) {
    const build = readBuildInfo(program);
    if (build.kind === 'build-info') collect(build.info, program, entry.path, collected);
    if (build.kind === 'malformed') {
      collected.unknowns.push({ code: 'malformed', path: entry.path, reason: build.reason });
    }
  }
  return { packages: [...collected.packages.values()], unknowns: collected.unknowns };
}

/** Catalogs the modules in programs that Go built, with the standard library as package `stdlib`. */
export const goBinaryCataloger: Cataloger = {
  id: 'go-binary',
  version: 2,
  scope: 'always',
  finds: ['golang'],
  globs: [],
  programs: true,
  catalog,
};
