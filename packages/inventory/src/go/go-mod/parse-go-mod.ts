import { linesOf } from '../../reading/text.ts';

/** A module at a version, as Go writes both. */
export interface GoModule {
  readonly path: string;
  readonly version: string;
}

/** What a module file says. */
export interface GoMod {
  /** What the build takes: `require`, after `replace`. Modules replaced by a folder are left out. */
  readonly modules: readonly GoModule[];
  /** Version of the toolchain that the file names, without `go`. */
  readonly toolchain?: string;
  /** Numbers of lines that cannot be read. */
  readonly rejected: readonly number[];
  /** Whether the file holds any known directive. */
  readonly recognized: boolean;
}

interface Replacement {
  readonly from: GoModule;
  readonly to: GoModule;
}

const directives = new Set([
  'module', 'go', 'toolchain', 'godebug', 'require', 'exclude', 'replace', 'retract', 'tool', 'ignore',
]); // prettier-ignore

/** Longer lines hold no directive. */
const MAX_LINE = 64 * 1024;

/** The words of a line without its comment; a word may be quoted. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const match of line.matchAll(/\/\/.*$|"((?:[^"\\]|\\.)*)"|`([^`]*)`|\(|\)|[^\s()]+/g)) {
    if (match[0].startsWith('//')) break;
    words.push(match[1] ?? match[2] ?? match[0]);
  }
  return words;
}

function replacementOf(words: readonly string[]): Replacement | undefined {
  const arrow = words.indexOf('=>');
  const [path, version = ''] = words.slice(0, arrow);
  const [newPath, newVersion = ''] = words.slice(arrow + 1);
  if (arrow < 1 || arrow > 2 || words.length > arrow + 3 || !path || !newPath) return undefined;
  return { from: { path, version }, to: { path: newPath, version: newVersion } };
}

/** Collects what directives say. */
class GoModReader {
  readonly required: GoModule[] = [];
  readonly replacements: Replacement[] = [];
  toolchain: string | undefined;
  recognized = false;

  /** Takes one directive; false where it makes no sense. */
  take(directive: string, words: readonly string[]): boolean {
    if (!directives.has(directive)) return false;
    this.recognized = true;
    if (directive === 'require') {
      const [path, version] = words;
      if (!path || !version || words.length > 2) return false;
      this.required.push({ path, version });
    } else if (directive === 'replace') {
      const replacement = replacementOf(words);
      if (!replacement) return false;
      this.replacements.push(replacement);
    } else if (directive === 'toolchain') this.toolchain = /^go(\d[\w.]*)/.exec(words[0] ?? '')?.[1];
    return true;
  }

  /** A replacement of this version comes before one of every version (Go reference, "replace directive"). */
  modules(): GoModule[] {
    const keyed = new Map(this.replacements.map(({ from, to }) => [`${from.path} ${from.version}`, to]));
    return this.required
      .map((module) => keyed.get(`${module.path} ${module.version}`) ?? keyed.get(`${module.path} `) ?? module)
      .filter(({ version }) => version !== '');
  }
}

/** Reads a module file (Go reference, "go.mod files"). */
export function parseGoMod(text: string): GoMod {
  const reader = new GoModReader();
  const rejected: number[] = [];
  let block: string | undefined;
  for (const [index, line] of linesOf(text).entries()) {
    const words = line.length > MAX_LINE ? ['?'] : wordsOf(line);
    const [first, ...rest] = words;
    if (first === undefined) continue;
    if (block !== undefined && first === ')') block = undefined;
    else if (block === undefined && rest[0] === '(' && directives.has(first)) {
      reader.recognized = true;
      block = rest[1] === ')' ? undefined : first;
    } else if (!(block === undefined ? reader.take(first, rest) : reader.take(block, words))) rejected.push(index + 1);
  }
  const { toolchain, recognized } = reader;
  return { modules: reader.modules(), ...(toolchain ? { toolchain } : {}), rejected, recognized };
}
