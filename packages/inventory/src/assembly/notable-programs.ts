import { posix } from 'node:path';
import type { FileEntry, NotableProgram, ProgramKind, Unknown } from '@pratique/model';
import { type OwnerOf, isDistributionFile } from './assemble-packages.ts';
import { programKind } from './notable-program-names.ts';
import type { VisibleFile } from './visibility.ts';

/** Programs of one image that are kept; more are an unknown. Real ones have some dozens. */
const MAX_PROGRAMS = 500;
/** Links that lead from one name of a program to the next: `/bin/nc`, `/etc/alternatives/nc`, `/bin/nc.openbsd`. */
const MAX_LINKS = 8;

const SETUID = 0o4000;
const SETGID = 0o2000;
const GROUP_EXECUTE = 0o010;
const EXECUTE = 0o111;

/** Folders that programs are started from (FHS 3.0; `/etc/alternatives` and `/busybox` lead there or are like them). */
const programFolder = /(?:^|\/)(?:bin|sbin|alternatives|busybox)$/;

function split(path: string): readonly [string, string] {
  const slash = path.lastIndexOf('/');
  return [slash < 0 ? '' : path.slice(0, slash), path.slice(slash + 1)];
}

/** What the names in program folders lead to, without looking at any other path. */
class ProgramFolders {
  readonly #entries = new Map<string, FileEntry>();
  /** Links at the root: `bin` to `usr/bin`. */
  readonly #folders = new Map<string, string>();

  add(entry: FileEntry, folder: string): void {
    if (folder === '' && entry.type === 'symlink') this.#folders.set(entry.path, entry.linkTarget ?? '');
    this.#entries.set(entry.path, entry);
  }

  #real(path: string): string {
    const slash = path.indexOf('/');
    const folder = slash < 0 ? undefined : this.#folders.get(path.slice(0, slash));
    return folder === undefined ? path : posix.join('/', folder, path.slice(slash + 1)).slice(1);
  }

  /** Whether a link leads to something: a link to what was removed is no program. What lies elsewhere is taken to be there. */
  leads({ path, linkTarget = '' }: FileEntry): boolean {
    let target = linkTarget;
    let from = path;
    for (let links = 0; links < MAX_LINKS; links++) {
      const at = this.#real(posix.join('/', target.startsWith('/') ? '' : posix.dirname(from), target).slice(1));
      const found = this.#entries.get(at);
      if (found === undefined) return !programFolder.test(split(at)[0]);
      if (found.type !== 'symlink') return true;
      from = at;
      target = found.linkTarget ?? '';
    }
    return false;
  }
}

const none: readonly ProgramKind[] = [];

function privileges({ type, mode }: FileEntry): readonly ProgramKind[] {
  if ((mode & (SETUID | SETGID)) === 0) return none;
  // Links and folders have the bits without the rights.
  if (type !== 'file' && type !== 'hardlink') return none;
  const kinds: ProgramKind[] = [];
  if ((mode & SETUID) !== 0) kinds.push('setuid');
  // Without the right to execute the bit means locking (chmod(2)).
  if ((mode & SETGID) !== 0 && (mode & GROUP_EXECUTE) !== 0) kinds.push('setgid');
  return kinds;
}

/** Last letters of the folders: of a million paths few have one of them before their last slash. */
const lastLetters = new Set(['n', 's', 'x']);

function inProgramFolder(path: string): boolean {
  const slash = path.lastIndexOf('/');
  return slash < 0 || (lastLetters.has(path[slash - 1] as string) && programFolder.test(path.slice(0, slash)));
}

/** Programs that policies ask about, by path; those beyond a bound are an unknown. */
export function notablePrograms(
  files: readonly VisibleFile[],
  owner: OwnerOf,
): { readonly programs: readonly NotableProgram[]; readonly unknowns: readonly Unknown[] } {
  const folders = new ProgramFolders();
  const found: { readonly entry: FileEntry; readonly kind: ProgramKind }[] = [];
  const links: { readonly entry: FileEntry; readonly kind: ProgramKind }[] = [];
  for (const { entry } of files) {
    if (entry.type === 'directory') continue;
    for (const kind of privileges(entry)) found.push({ entry, kind });
    if (!inProgramFolder(entry.path)) continue;
    const [folder, name] = split(entry.path);
    folders.add(entry, folder);
    const kind = programKind(name);
    if (kind === undefined) continue;
    if (entry.type === 'symlink') links.push({ entry, kind });
    else if ((entry.mode & EXECUTE) !== 0 && (entry.type === 'file' || entry.type === 'hardlink'))
      found.push({ entry, kind });
  }
  for (const link of links) if (folders.leads(link.entry)) found.push(link);
  // By path, so that the same files give the same list whatever layers they came in.
  found.sort((a, b) => (a.entry.path < b.entry.path ? -1 : Number(a.entry.path > b.entry.path)));
  const programs = found.slice(0, MAX_PROGRAMS).map(({ entry, kind }): NotableProgram => {
    const path = entry.path.toWellFormed();
    const owned = isDistributionFile(path) ? owner(path) : undefined;
    return { path, kind, mode: entry.mode, ...(owned !== undefined && { owner: owned }) };
  });
  if (found.length <= MAX_PROGRAMS) return { programs, unknowns: [] };
  const reason = `${found.length - MAX_PROGRAMS} programs beyond the ${MAX_PROGRAMS} that are listed`;
  return { programs, unknowns: [{ code: 'too-large', reason }] };
}
