import type { SbomSubject } from '@pratique/model';
import { catalogerTable } from './__generated__/cataloger-table.ts';

/** Whether lockfiles are read: as asked for, else in directories only, where what is declared is what will be installed. */
export function readsLockfiles(options: { readonly kind: SbomSubject['kind']; readonly lockfiles?: boolean }): boolean {
  return options.lockfiles ?? options.kind === 'directory';
}

/**
 * Ids and versions of the catalogers that an inventory with these options would run, without loading them: an SBOM made
 * by the same ones is current.
 */
export function currentCatalogers(options: Parameters<typeof readsLockfiles>[0]): Readonly<Record<string, number>> {
  const rows = Object.entries(catalogerTable).filter(([, { scope }]) => scope === 'always' || readsLockfiles(options));
  return Object.fromEntries(rows.map(([id, { version }]) => [id, version]));
}
