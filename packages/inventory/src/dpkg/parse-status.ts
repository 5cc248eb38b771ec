import type { SourcePackage } from '@pratique/model';
import { type ControlParagraph, parseControl } from '../os-package/control.ts';
import { phrase, quoted, token } from '../os-package/tokens.ts';

/** What a dpkg database says of one installed package. */
export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
  readonly source: SourcePackage;
  readonly maintainer?: string;
}

/** One stanza: an installed package, one that is not installed (any more), or one that cannot be told. */
export type StatusEntry =
  | { readonly state: 'installed'; readonly value: DebianPackage }
  | { readonly state: 'absent' }
  | { readonly state: 'unidentified' | 'malformed'; readonly reason: string };

const wanted = new Set(['package', 'version', 'architecture', 'status', 'source', 'maintainer']);

/** dpkg(1), package states: in these the package's files are all on disk. */
const unpackedStates = new Set([
  'installed',
  'unpacked',
  'half-configured',
  'triggers-awaited',
  'triggers-pending',
  // What the Status field of a stanza without one means: databases made by image builders often have none.
  '',
]);

/** deb-control(5): at least two of lower case letters, digits and `+-.`; upper case occurs in third-party packages. */
const packageName = /^[A-Za-z0-9][A-Za-z0-9+._-]*$/;

/** The state is the third word: want, flag, state (`install ok installed`). */
function stateOf(paragraph: ControlParagraph): string {
  const words = (paragraph.fields.get('status') ?? '').split(/\s+/).filter((word) => word !== '');
  return (words[2] ?? words.at(-1) ?? '').toLowerCase();
}

/** `Source: glibc (2.36-9)`: the version only where it differs from the package's own. */
function sourceOf(field: string | undefined, name: string, version: string): SourcePackage {
  const match = /^([^\s()]+)\s*(?:\(([^\s()]+)\))?/.exec(field ?? '');
  return { name: token(match?.[1]) ?? name, version: token(match?.[2]) ?? version };
}

function entryOf(paragraph: ControlParagraph): StatusEntry {
  const { fields, damaged } = paragraph;
  const name = token(fields.get('package'));
  if (name === undefined || !packageName.test(name)) {
    return { state: 'malformed', reason: damaged ? 'a stanza is damaged' : 'a stanza names no package' };
  }
  const state = stateOf(paragraph);
  if (state === 'half-installed') {
    return { state: 'unidentified', reason: `${quoted(name)} is half-installed: its files may be there or not` };
  }
  if (!unpackedStates.has(state)) return { state: 'absent' };
  const version = token(fields.get('version'));
  if (version === undefined) return { state: 'unidentified', reason: `${quoted(name)} has no version` };
  const architecture = token(fields.get('architecture'));
  const maintainer = phrase(fields.get('maintainer'));
  return {
    state: 'installed',
    value: {
      name,
      version,
      ...(architecture !== undefined && { architecture }),
      source: sourceOf(fields.get('source'), name, version),
      ...(maintainer !== undefined && { maintainer }),
    },
  };
}

/** Reads a dpkg status file, or one file of `status.d` (deb822(5), dpkg(1)). */
export function* parseStatus(text: string): Generator<StatusEntry, undefined> {
  for (const paragraph of parseControl(text, wanted, 'package')) yield entryOf(paragraph);
  return undefined;
}
