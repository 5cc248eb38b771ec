/** Key under which Docker keeps the default registry's credentials. */
const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';
const dockerHubHosts = ['index.docker.io', 'registry-1.docker.io'];

/** Who is asked, and under which names its credentials may stand. */
export interface Wanted {
  /** Name by which Docker asks a credential helper. */
  readonly server: string;
  /** Most specific first: `host/a/b`, `host/a`, `host`, then Docker's own key of the default registry. */
  readonly keys: readonly string[];
  readonly hosts: readonly string[];
}

/** The names of one repository (containers-auth.json(5), "FORMAT"; docker-login, "config.json"). */
export function wantedFor(registry: string, repository: string): Wanted {
  const segments = repository.split('/');
  const paths = segments.map((_, i) => `${registry}/${segments.slice(0, segments.length - i).join('/')}`);
  if (registry !== 'docker.io') return { server: registry, keys: [...paths, registry], hosts: [registry] };
  return {
    server: DOCKER_HUB_KEY,
    keys: [...paths, registry, DOCKER_HUB_KEY, ...dockerHubHosts],
    hosts: [registry, ...dockerHubHosts],
  };
}

/** Docker used to write addresses as keys: `https://registry.example.com/v1/` is the host in it. */
function hostOfAddress(key: string): string | undefined {
  return /^https?:\/\/([^/]+)/.exec(key)?.[1];
}

/** The key of a credential file that names what is wanted. */
export function findKey(entries: Readonly<Record<string, unknown>>, { keys, hosts }: Wanted): string | undefined {
  const exact = keys.find((key) => Object.hasOwn(entries, key));
  return exact ?? Object.keys(entries).find((key) => hosts.includes(hostOfAddress(key) ?? ''));
}
