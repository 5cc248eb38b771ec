import type { Program } from '../../executable/program.ts';
import type { GoBuildInfo, GoModule } from './build-info.ts';
import { variablesFromLinkerFlags } from './linker-flags.ts';
import { asModuleVersion } from './module-version.ts';
import { readStringVariables } from './string-variables.ts';

/**
 * Where the main module's version comes from: `module`, the build information itself; `linker-flags`, a variable set by
 * `-X`; `program`, bytes that are known of this program; `revision`, the commit that was built. A `revision` version is a
 * pseudo-version without a base (`v0.0.0-…`): it sorts below every release and must not be compared with ranges.
 */
export type VersionSource = 'module' | 'linker-flags' | 'program' | 'revision';

/** The main module's version, `v1.2.3`; empty where nothing tells it. */
export interface MainVersion {
  readonly version: string;
  readonly source?: VersionSource;
}

/** Names of variables that hold a program's own version, best first. Lower case. */
const variableNames = [
  'version', 'ver', 'gitversion', 'appversion', 'buildversion', 'releaseversion', 'semver', 'coreversion',
  'currentversion', 'versionnumber', 'gitdescribe', 'gittag', 'buildtag', 'tag',
]; // prettier-ignore

/** Packages that by convention hold the program's version, not a library's. */
const versionPackages = new Set(['main', 'version', 'cmd', 'common', 'build', 'buildinfo', 'info', 'meta', 'config']);

/** `v0.0.0-20240102030405-0123456789ab`, with build metadata such as `+dirty`. */
const pseudoWithoutBase = /^v\d+\.0\.0-\d{14}-[0-9a-f]{12}(?:\+.*)?$/;

function withoutMajor(path: string): string {
  return path.replace(/\/v\d+$/, '');
}

/**
 * How likely a variable holds the main module's version; lower is likelier, undefined: it does not look like one.
 * A program may also set its libraries' versions (`k8s.io/client-go/pkg/version.gitVersion`), so its own come first.
 */
function rank(variable: string, modulePath: string): number | undefined {
  const slash = variable.lastIndexOf('/');
  const dot = variable.indexOf('.', slash + 1);
  if (dot < 0) return undefined;
  const name = variableNames.indexOf(variable.slice(dot + 1).toLowerCase());
  if (name < 0) return undefined;
  const own = modulePath !== '' && variable.startsWith(`${withoutMajor(modulePath)}/`);
  const owner = variable.slice(slash + 1, dot).toLowerCase();
  if (variable.startsWith('main.')) return name;
  if (own && variable.startsWith(`${modulePath}/cmd/`)) return 100 + name;
  const conventional = versionPackages.has(owner);
  if (own) return (conventional ? 200 : 300) + name;
  return (conventional ? 400 : 500) + name;
}

/** The version that the best-ranked variables agree on; undefined where they differ. */
export function versionFromVariables(variables: ReadonlyMap<string, string>, modulePath: string): string | undefined {
  let best = Number.POSITIVE_INFINITY;
  let versions = new Set<string>();
  for (const [variable, value] of variables) {
    const position = rank(variable, modulePath);
    const version = position === undefined ? undefined : asModuleVersion(value);
    if (position === undefined || version === undefined || position > best) continue;
    if (position < best) versions = new Set();
    best = position;
    versions.add(version);
  }
  return versions.size === 1 ? [...versions][0] : undefined;
}

/** A pseudo-version of the commit that was built (Go modules reference, "Pseudo-versions"). */
function versionFromRevision(settings: ReadonlyMap<string, string>): string | undefined {
  const revision = settings.get('vcs.revision');
  const time = settings.get('vcs.time');
  if (!revision || !time || !/^[0-9a-f]{12,64}$/.test(revision)) return undefined;
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z$/.exec(time);
  return parts ? `v0.0.0-${parts.slice(1).join('')}-${revision.slice(0, 12)}` : undefined;
}

/**
 * The version of the main module. `(devel)` and versions of a commit without any tag say nothing of the release, so a
 * variable set by the linker, then what `knownProgram` finds in the bytes, go first.
 */
export function mainVersion(
  info: GoBuildInfo & { readonly main: GoModule },
  program: Program,
  knownProgram: () => string | undefined,
): MainVersion {
  const { path, version } = info.main;
  const stated = version !== '' && version !== '(devel)' ? version : undefined;
  if (stated && !pseudoWithoutBase.test(stated)) return { version: stated, source: 'module' };
  const fromFlags = versionFromVariables(variablesFromLinkerFlags(info.settings.get('-ldflags') ?? ''), path);
  const set = fromFlags ?? versionFromVariables(readStringVariables(program), path);
  if (set) return { version: set, source: 'linker-flags' };
  const known = knownProgram();
  if (known) return { version: known, source: 'program' };
  const revision = stated ?? versionFromRevision(info.settings);
  return revision ? { version: revision, source: 'revision' } : { version: '' };
}
