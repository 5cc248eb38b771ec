const DEFAULT_REGISTRY = 'docker.io';
const OFFICIAL = 'library/';

/** The first segment of a reference is a registry where it has a dot or a port, or is `localhost`. */
function splitRegistry(repository: string): readonly [string, string] {
  const [first = ''] = repository.split('/', 1);
  const isRegistry = /[.:]|^localhost$/.test(first) && repository.length > first.length;
  return isRegistry ? [first, repository.slice(first.length + 1)] : ['', repository];
}

/**
 * What people call a repository: with and without its registry, and for official images of the default registry without
 * `library/` too.
 */
export function repositoryNames(repository: string, registry = ''): readonly string[] {
  const [written, path] = splitRegistry(repository);
  const host = written === '' ? registry : written;
  const paths = [path];
  if ((host === '' || host === DEFAULT_REGISTRY) && path.startsWith(OFFICIAL)) paths.push(path.slice(OFFICIAL.length));
  return host === '' ? paths : [...paths, ...paths.map((one) => `${host}/${one}`)];
}
