export { findBinaries, type PostgresBinaries } from './embedded/binaries.ts';
export { type EmbeddedOptions, type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/start.ts';
export { storeErrors } from './errors.ts';
export { openStore, type Store, type StoreOptions } from './open-store.ts';
export type { Schema } from './schema.ts';
