/** One environment variable that the program reads. */
export interface Variable {
  readonly name: string;
  readonly fallback: string;
  readonly meaning: string;
}

/** Every environment variable that the program reads, for the generated reference. */
export const variables: readonly Variable[] = [
  {
    name: 'PRATIQUE_DATA',
    fallback: '`/var/lib/pratique` as root, else the XDG data folder (`~/.local/share/pratique`)',
    meaning: 'Folder of all state: the advisory database, the SBOM cache and the embedded PostgreSQL.',
  },
  {
    name: 'PRATIQUE_DATABASE_URL',
    fallback: 'the embedded PostgreSQL below `PRATIQUE_DATA`',
    meaning:
      'Address of a PostgreSQL of your own; unlike `--database-url`, other users do not see it in the list of processes.',
  },
  {
    name: 'DOCKER_CONFIG',
    fallback: '`~/.docker`',
    meaning:
      'Folder of the Docker credential file. Podman files (`REGISTRY_AUTH_FILE`, `XDG_RUNTIME_DIR`) are read too.',
  },
  {
    name: 'REGISTRY_AUTH_FILE',
    fallback: 'unset',
    meaning: 'The one credential file that is asked, instead of those of Docker and Podman.',
  },
  {
    name: 'HTTPS_PROXY, HTTP_PROXY, NO_PROXY',
    fallback: 'unset',
    meaning: 'Proxies for registries, and hosts that are reached without one. Loopback always is.',
  },
  {
    name: 'CONTAINER_HOST, DOCKER_CONTEXT, DOCKER_TLS_VERIFY, DOCKER_CERT_PATH',
    fallback: 'unset',
    meaning: 'As Podman and Docker read them, for `docker-daemon:` targets.',
  },
  { name: 'DOCKER_HOST', fallback: 'the usual sockets', meaning: 'Socket of the daemon for `docker-daemon:` targets.' },
  { name: 'NODE_EXTRA_CA_CERTS', fallback: 'none', meaning: 'PEM file of further authorities for every connection.' },
  {
    name: 'PRATIQUE_KEY_PASSPHRASE',
    fallback: 'unset',
    meaning: 'Passphrase of the private key that `--attest` names, where it is encrypted.',
  },
  {
    name: 'GITHUB_ACTIONS, GITHUB_STEP_SUMMARY, GITLAB_CI, CI_PROJECT_DIR',
    fallback: 'set by the CI system',
    meaning: '`check` writes annotations and a summary for GitHub Actions, a code quality report for GitLab.',
  },
  { name: 'NO_COLOR', fallback: 'unset', meaning: 'Set: no colour, even on a terminal.' },
];
