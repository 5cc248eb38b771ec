import type { Cataloger } from '@pratique/model';
import { installedCatalogers } from './installed-catalogers.ts';
import { lockfileCatalogers } from './lockfile-catalogers.ts';

/** Every cataloger. A contract test walks the folders and fails on one that is missing here. */
export const catalogers: readonly Cataloger[] = [...installedCatalogers, ...lockfileCatalogers];
