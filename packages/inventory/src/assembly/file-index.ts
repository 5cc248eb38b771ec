import type { Limits } from '@pratique/foundation';
import type { IndexedFile, Unknown } from '@pratique/model';
import type { OwnerOf } from './assemble-packages.ts';
import type { LayerInventory } from './layer-inventory.ts';
import type { VisibleFile } from './visibility.ts';

/** Every visible path with its facts, up to a bound; what lies beyond it is an unknown. */
export function indexFiles(
  files: readonly VisibleFile[],
  layers: readonly LayerInventory[],
  owner: OwnerOf,
  limits: Limits,
): { files: readonly IndexedFile[]; unknowns: readonly Unknown[] } {
  const indexed = files.slice(0, limits.indexedFiles).map(({ entry, layer }): IndexedFile => {
    const elf = layers[layer]?.elf.get(entry.path);
    const path = entry.path.toWellFormed();
    const owned = owner(path);
    return { ...entry, path, layer, ...(owned !== undefined && { owner: owned }), ...(elf && { elf }) };
  });
  if (indexed.length === files.length) return { files: indexed, unknowns: [] };
  const reason = `${files.length - indexed.length} paths beyond the ${limits.indexedFiles} that are indexed`;
  return { files: indexed, unknowns: [{ code: 'too-large', reason }] };
}
