import manifest from '../package.json' with { type: 'json' };

/** The version of Pratique, as releases carry it. */
export const version: string = manifest.version;
