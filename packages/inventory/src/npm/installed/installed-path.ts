/** Folders in which packages keep trees that only look installed. */
const testFolder = /^(?:tests?|__tests__|specs?|fixtures?|__fixtures__|test-?data|examples?|mocks?|__mocks__)$/i;

/** What {@link installedName} tells apart in single segments. */
export const tellingSegments: readonly RegExp[] = [/^@/, /^\./, /^(?:\.store|package|node_modules)$/, testFolder];

/**
 * The folder name of an installed package, such as `lodash` or `@babel/core`, if the path is that package's own
 * `package.json`: directly below a `node_modules`, or in the `package` folder of yarn's store. Not for manifests deeper
 * inside a package, and not for `node_modules` within a package's own tests.
 */
export function installedName(path: string): string | undefined {
  const segments = path.split('/');
  const last = segments.lastIndexOf('node_modules');
  const below = segments.slice(last + 1, -1);
  if (last < 0 || segments.at(-1) !== 'package.json') return undefined;
  if (below[0] === '.store' && below.length === 3 && below[2] === 'package') return below[1]?.replace(/-npm-.*$/, '');
  const scoped = below[0]?.startsWith('@') === true;
  if (below.length !== (scoped ? 2 : 1) || below.some((segment) => segment.startsWith('.'))) return undefined;
  const first = segments.indexOf('node_modules');
  if (segments.slice(first + 1, last).some((segment) => testFolder.test(segment))) return undefined;
  return below.join('/');
}
