export type { BaseResolver, KnownBase } from './assembly/base-image.ts';
export type { Inventory, InventoryOptions } from './assembly/inventory.ts';
export { catalogers } from './catalogers.ts';
export { currentCatalogers } from './current-catalogers.ts';
export { type ClassifierRow, classifierTable } from './classifier/classifiers.ts';
export { inventory } from './inventory.ts';
