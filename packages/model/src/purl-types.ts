/** A package URL while it is put into its canonical form. */
export interface MutablePurl {
  type: string;
  namespace: string;
  name: string;
  /** Empty: an `@` with nothing behind it. */
  version: string | undefined;
  qualifiers: Record<string, string>;
  subpath: string;
}

/** Rules of one package type (purl-spec, types). */
interface TypeRules {
  /** Parts whose case does not matter; their canonical form is in lower case. */
  readonly lower?: readonly ('namespace' | 'name')[];
  readonly lowerVersion?: boolean;
  /** Other spellings of the name. */
  readonly rename?: (name: string) => string;
  /** Parts that must be there. */
  readonly required?: readonly ('namespace' | 'version')[];
  /** Whatever else must hold. */
  readonly isValid?: (purl: MutablePurl) => boolean;
}

const lowerPath: TypeRules = { lower: ['namespace', 'name'] };
const noNamespace = ({ namespace }: MutablePurl): boolean => namespace === '';

/** Conan: a namespace, its user, comes with a channel, and a channel with a namespace. */
function isValidConan({ namespace, qualifiers }: MutablePurl): boolean {
  return namespace === '' ? qualifiers['channel'] === undefined : Object.keys(qualifiers).length > 0;
}

const rulesOfTypes: ReadonlyMap<string, TypeRules> = new Map<string, TypeRules>([
  ['alpm', lowerPath],
  ['apk', lowerPath],
  ['bitbucket', lowerPath],
  ['bitnami', { lower: ['name'] }],
  ['composer', lowerPath],
  ['conan', { isValid: isValidConan }],
  ['cran', { required: ['version'] }],
  ['deb', lowerPath],
  ['github', lowerPath],
  ['gitlab', lowerPath],
  ['hex', lowerPath],
  ['huggingface', { lowerVersion: true }],
  ['luarocks', { lowerVersion: true }],
  ['maven', { required: ['namespace'] }],
  ['mlflow', { isValid: noNamespace }],
  ['npm', lowerPath],
  ['oci', { lower: ['name'], isValid: noNamespace }],
  [
    'pub',
    { lower: ['name'], rename: (name) => name.replaceAll('-', '_'), isValid: ({ name }) => /^[a-z0-9_]+$/.test(name) },
  ],
  ['pypi', { ...lowerPath, rename: (name) => name.replaceAll('_', '-') }],
  ['qpkg', { lower: ['namespace'] }],
  ['rpm', { lower: ['namespace'] }],
  ['swift', { required: ['namespace', 'version'] }],
]);

/** Applies the rules of the purl's type. False where it breaks one. */
export function applyTypeRules(purl: MutablePurl): boolean {
  const { lower = [], lowerVersion = false, rename, required = [], isValid } = rulesOfTypes.get(purl.type) ?? {};
  for (const part of lower) purl[part] = purl[part].toLowerCase();
  if (lowerVersion) purl.version = purl.version?.toLowerCase();
  if (rename) purl.name = rename(purl.name);
  return required.every((part) => Boolean(purl[part])) && (isValid?.(purl) ?? true);
}
