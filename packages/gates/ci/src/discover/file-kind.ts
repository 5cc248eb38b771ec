/** What a file holds, as far as its name and first look tell. */
export type FileKind = 'dockerfile' | 'compose' | 'manifests' | 'other';

const dockerfileName = /^(?:(?:Dockerfile|Containerfile)(?:[.-].+)?|.+\.(?:dockerfile|containerfile))$/i;
const notDockerfile = /\.(?:dockerignore|md|txt|ya?ml|json|sh|bak|orig)$/i;
const composeName = /^(?:docker-|podman-)?compose(?:[.-].+)?\.ya?ml$/i;
const documentName = /\.(?:ya?ml|json)$/i;

/** Whether a walk through a folder should open the file at all. */
export function isCandidate(name: string): boolean {
  return documentName.test(name) || (dockerfileName.test(name) && !notDockerfile.test(name));
}

/** Keys that a Kubernetes object has; a broken one may lack any of them, and must not be passed over. */
const objectKeys = ['apiVersion', 'kind', 'metadata'].map(
  (key) => new RegExp(`(?:^|[{,])\\s*(?:- )?["']?${key}["']?\\s*:`, 'm'),
);

function looksLikeManifests(text: string): boolean {
  return objectKeys.filter((key) => key.test(text)).length >= 2;
}

/** Sorts a file by its name, then by its text. */
export function fileKind(name: string, text: string): FileKind {
  if (dockerfileName.test(name) && !notDockerfile.test(name)) return 'dockerfile';
  if (looksLikeManifests(text)) return 'manifests';
  if (composeName.test(name)) return 'compose';
  if (/^services\s*:/m.test(text) && /^\s+(?:image|build)\s*:/m.test(text)) return 'compose';
  if (!documentName.test(name) && /^\s*FROM\s+\S/im.test(text)) return 'dockerfile';
  return 'other';
}
