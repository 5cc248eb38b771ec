export { checkLines, type CheckOutcome, type Comparison, compareVersions, type Relation } from './check-lines.ts';
export { versionsErrors } from './errors.ts';
export { MAX_RANGE_LENGTH, MAX_VERSION_LENGTH } from './limits.ts';
export { inRange, isAffected } from './ranges.ts';
export { schemeOfType } from './scheme-of-type.ts';
export { isSchemeId, schemeIds, versionScheme } from './schemes.ts';
