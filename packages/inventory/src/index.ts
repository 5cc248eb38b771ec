export type { BaseResolver, KnownBase } from './assembly/base-image.ts';
export { inventory, type Inventory, type InventoryOptions } from './assembly/inventory.ts';
export { catalogers } from './catalogers.ts';
export { currentCatalogers } from './current-catalogers.ts';
export { type ClassifierRow, classifierTable } from './classifier/classifiers.ts';
