export { asideOf, sweepAsides } from './aside.ts';
export { type Clock, fixedClock, systemClock } from './clock.ts';
export { mapConcurrent } from './concurrency.ts';
export { dataFolder } from './data-folder.ts';
export {
  defineErrors,
  type ErrorDefinition,
  type ErrorFacts,
  type ErrorKind,
  type ErrorTable,
  PratiqueError,
  reasonOf,
} from './error.ts';
export { foundationErrors } from './errors.ts';
export { ensureFolder } from './ensure-folder.ts';
export { compileGlob } from './glob.ts';
export { jsonChunks, jsonText, listOf } from './json-chunks.ts';
export { defaultLimits, type Limits } from './limits.ts';
export { printable } from './printable.ts';
export { redactUrl } from './redact.ts';
