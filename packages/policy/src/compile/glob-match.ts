import { compileGlob } from '@pratique/foundation';
import { RE2JS } from 're2js';

/** Whether a text fits. */
export type Matcher = (text: string) => boolean;

const MAX_GLOB = 512;
const MAX_CACHED = 2000;
const cache = new Map<string, Matcher>();

function compile(glob: string): Matcher {
  if (!/[*?[{\\]/.test(glob)) return (text) => text === glob;
  if (glob === '**') return () => true;
  if (glob === '*') return (text) => !text.includes('/');
  // A backtracking engine takes polynomial time over `*a*a*a…`: the same expression runs on a linear one.
  const expression = RE2JS.compile(compileGlob(glob).source, RE2JS.DOTALL);
  return (text) => expression.matches(text);
}

/** What is wrong with a glob; undefined where nothing is. */
export function globProblem(glob: string): string | undefined {
  if (glob.length > MAX_GLOB) return `must have at most ${MAX_GLOB} characters`;
  try {
    globMatcher(glob);
    return undefined;
  } catch {
    return 'is not a glob';
  }
}

/** Compiles a glob of foundation's syntax for matching in linear time; one that is not valid throws. */
export function globMatcher(glob: string): Matcher {
  const known = cache.get(glob);
  if (known) return known;
  if (cache.size >= MAX_CACHED) cache.clear();
  const matcher = compile(glob);
  cache.set(glob, matcher);
  return matcher;
}
