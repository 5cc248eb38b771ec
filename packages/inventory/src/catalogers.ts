import type { Cataloger } from '@pratique/model';
import { distributionCataloger } from './distribution/cataloger.ts';

/** Every cataloger, by ecosystem. A contract test walks the folders and fails on one that is missing here. */
export const catalogers: readonly Cataloger[] = [distributionCataloger];
