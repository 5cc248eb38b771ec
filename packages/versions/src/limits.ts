/** Longest text that is read as a version, in UTF-16 units. Real ones stay below 200; a longer one is unparsable. */
export const MAX_VERSION_LENGTH = 4096;

/** Longest text that is read as a range, in UTF-16 units. Longer ones are unparsable. */
export const MAX_RANGE_LENGTH = 16_384;

/** Texts up to this length are kept parsed, so that a cache full of hostile versions stays small. */
export const MAX_CACHED_LENGTH = 128;

/** Parsed versions kept per scheme and generation; two generations live at a time. */
export const CACHED_PER_GENERATION = 4096;
