import type { Cataloger } from '@pratique/model';

/** Every cataloger, by ecosystem. A contract test walks the folders and fails on one that is missing here. */
export const catalogers: readonly Cataloger[] = [];
