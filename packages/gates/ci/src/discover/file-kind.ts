import { readManifests } from '@pratique/kubernetes';

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

/**
 * Keys that a Kubernetes object has; a broken one may lack any of them, and must not be passed over. Blanks end with the
 * line: else each of many empty lines would look through all that follow.
 */
const objectKeys = ['apiVersion', 'kind', 'metadata'].map(
  (key) => new RegExp(`(?:^|[{,])[^\\S\\r\\n\\u2028\\u2029]*(?:- )?["']?${key}["']?\\s*:`, 'm'),
);

/** Other ways to write a key: `? kind`, `"\x6bind":`, `!!str kind:`, `&a kind:`, `*kind :`. Only reading tells what it is. */
const oddKeys =
  /^[ \t-]{0,256}\?\s|"[^"\n]{0,128}\\[^"\n]{0,128}"\s{0,64}:|(?:^|[{,])[ \t-]{0,256}[!&*]\S{0,64}(?:[ \t]{1,64}[!&*"'\w]\S{0,64}){0,4}[ \t]{0,64}:/m;

function looksLikeManifests(text: string): boolean {
  if (objectKeys.filter((key) => key.test(text)).length >= 2) return true;
  return oddKeys.test(text) && readManifests(text, '').documents.length > 0;
}

/** `dockerfile.go`, `Dockerfile.tmLanguage`: named after a Dockerfile, but nothing in it begins a stage. */
function isNamedAfterDockerfile(name: string, text: string): boolean {
  const isPlain = /^(?:Dockerfile|Containerfile)$|\.(?:dockerfile|containerfile)$/i.test(name);
  return !isPlain && !/^[^\S\r\n\u2028\u2029]*FROM\s/im.test(text.replace(/[\\`][ \t]*\r?\n/g, ''));
}

/** Sorts a file by its name, then by its text. One that is `named` by the user is what its name says. */
export function fileKind(name: string, text: string, named = false): FileKind {
  if (dockerfileName.test(name) && !notDockerfile.test(name))
    return !named && isNamedAfterDockerfile(name, text) ? 'other' : 'dockerfile';
  if (looksLikeManifests(text)) return 'manifests';
  if (composeName.test(name)) return 'compose';
  if (/^services[^\S\r\n\u2028\u2029]*:/m.test(text) && /^[^\S\r\n\u2028\u2029]+(?:image|build)\s*:/m.test(text))
    return 'compose';
  if (!documentName.test(name) && /^[^\S\r\n\u2028\u2029]*FROM[^\S\r\n\u2028\u2029]+\S/im.test(text))
    return 'dockerfile';
  return 'other';
}
