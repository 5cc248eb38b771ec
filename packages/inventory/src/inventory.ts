import type { OpenImage } from '@pratique/model';
import type { Inventory, InventoryOptions } from './assembly/inventory.ts';

/**
 * Reads an image's layers (or a tree) once and tells every package in it. The catalogers, most of the program, are loaded
 * when this is first called: a scan of a known image never does.
 * @throws PratiqueError of the oci table where a layer cannot be read to its end.
 */
export async function inventory(image: OpenImage, options: InventoryOptions): Promise<Inventory> {
  const { takeInventory } = await import('./assembly/inventory.ts');
  return takeInventory(image, options);
}
