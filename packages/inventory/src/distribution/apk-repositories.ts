import { linesOf } from '../os-package/lines.ts';
import type { Release } from './os-release.ts';

/** `https://host/alpine/v3.18/main`: the release stands before the repository's name. */
const repository = /\/(?:v(\d{1,3}\.\d{1,3})|(edge))\/[A-Za-z0-9_-]+\/?$/;

function newer(a: string, b: string): boolean {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB > 0 || (majorA === majorB && minorA > minorB);
}

/**
 * The Alpine release that etc/apk/repositories installs from: `edge` where any line says so, else the highest, as apk
 * takes the highest version over all repositories. Tagged repositories (`@edge https://…`) serve only packages that ask
 * for the tag and do not count; nor do comments. `latest-stable` names no release.
 */
export function parseApkRepositories(text: string): Release | undefined {
  let highest: string | undefined;
  for (const line of linesOf(text)) {
    const url = line.trim();
    if (url.startsWith('#') || url.startsWith('@') || url.length > 2048) continue;
    const match = repository.exec(url.split(/\s/, 1)[0] ?? '');
    if (match?.[2]) return { id: 'alpine', versionId: 'edge', prettyName: 'Alpine Linux edge', idLike: [] };
    const release = match?.[1];
    if (release && (highest === undefined || newer(release, highest))) highest = release;
  }
  if (highest === undefined) return undefined;
  return { id: 'alpine', versionId: highest, prettyName: `Alpine Linux v${highest}`, idLike: [] };
}
