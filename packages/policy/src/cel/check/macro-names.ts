/** Names of the macros (langdef.md, "Macros"; cel-go `ext`), which no function has. */
export const macroNames: readonly string[] = [
  'has',
  'all',
  'exists',
  'exists_one',
  'existsOne',
  'map',
  'filter',
  'transformList',
  'transformMap',
  'transformMapEntry',
  'optMap',
  'optFlatMap',
];
