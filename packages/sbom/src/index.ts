export { sbomErrors } from './errors.ts';
export { formatSbom, parseSbom, sbomChunks, type SbomFormat } from './format.ts';
export { type Assessment, distributionPurl, type WritingOptions } from './writing.ts';
