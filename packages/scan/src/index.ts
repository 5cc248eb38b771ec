export { DEFAULT_MAX_AGE, isStale, summarizeDatabase } from './database-summary.ts';
export { scanErrors } from './errors.ts';
export { inventoryTarget, type TargetOptions } from './inventory-target.ts';
export { assess, scan, type ScanOptions } from './scan.ts';
