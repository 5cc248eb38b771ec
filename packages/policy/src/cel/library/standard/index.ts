import type { CelLibrary } from '../../function.ts';
import { conversionFunctions } from './conversions.ts';
import { optionalFunctions } from './optionals.ts';
import { textFunctions } from './text.ts';
import { timeFunctions } from './time.ts';

/** What every expression has; operators and macros are not functions here. */
export const standardLibraries: readonly CelLibrary[] = [
  { id: 'standard', functions: [...conversionFunctions, ...textFunctions, ...timeFunctions] },
  { id: 'optional', functions: optionalFunctions },
];
