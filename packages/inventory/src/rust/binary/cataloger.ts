import { defaultLimits } from '@pratique/foundation';
import {
  type Cataloger,
  type CatalogFile,
  type CatalogResult,
  formatPurl,
  type FoundPackage,
  type Unknown,
} from '@pratique/model';
import { readPrograms } from '../../executable/read-programs.ts';
import { type AuditedCrate, readAuditData } from './audit-data.ts';

type Entry = AuditedCrate | undefined;

function purlOf({ name, version }: AuditedCrate): { type: string; name: string; version: string } {
  return { type: 'cargo', name, version };
}

function asPackage(crate: AuditedCrate, crates: readonly Entry[], architecture: string | undefined): FoundPackage {
  const dependsOn = crate.dependencies
    .map((position) => crates[position])
    .filter((entry) => entry !== undefined && !entry.build)
    .map((entry) => formatPurl(purlOf(entry as AuditedCrate)));
  return {
    type: 'cargo',
    name: crate.name,
    version: crate.version,
    evidence: 'binary',
    ...(architecture && { architecture }),
    purl: purlOf(crate),
    properties: { ...(crate.source && { source: crate.source }), ...(crate.root && { rootCrate: 'true' }) },
    ...(dependsOn.length > 0 && { dependsOn: [...new Set(dependsOn)] }),
  };
}

function catalog({ entry: { path }, bytes }: CatalogFile): CatalogResult {
  const read = readPrograms(bytes);
  if (read.kind !== 'programs') return {};
  const packages = new Map<string, FoundPackage>();
  const unknowns: Unknown[] = [];
  for (const program of read.programs) {
    const audit = readAuditData(program);
    if (audit.kind === 'malformed' || audit.kind === 'too-large') {
      unknowns.push({ code: audit.kind, path, reason: audit.reason });
    }
    if (audit.kind !== 'crates') continue;
    const crates = audit.crates.slice(0, defaultLimits.packagesPerFile);
    for (const crate of crates) {
      if (crate && !crate.build)
        packages.set(formatPurl(purlOf(crate)), asPackage(crate, crates, program.architecture));
    }
    const damaged = crates.filter((crate) => crate === undefined).length;
    if (damaged > 0)
      unknowns.push({ code: 'malformed', path, reason: `${damaged} entries of the list of crates make no sense` });
  }
  return { packages: [...packages.values()], unknowns };
}

/** Catalogs the crates in programs that cargo-auditable built. Crates that only the build ran are not in the program. */
export const rustBinaryCataloger: Cataloger = {
  id: 'rust-binary',
  version: 1,
  scope: 'always',
  finds: ['cargo'],
  globs: [],
  programs: true,
  catalog,
};
