import { RE2JS } from 're2js';
import { CelError, type Meter } from '../../function.ts';

/** Bounds on a pattern. */
const longestPattern = 1000;
/** Instructions that it compiles to, counted repeats written out. */
const largestProgram = 1500;
/** Patterns that are kept compiled. */
const keptPatterns = 500;

interface Pattern {
  readonly regex: RE2JS;
  readonly size: number;
}

const kept = new Map<string, Pattern>();

const counted = /\{(\d{1,4})(?:,(\d{0,4}))?\}/y;

/** About how many instructions a pattern compiles to: `(a{9}){9}` is 81. */
function programSize(pattern: string): number {
  const groups: number[] = [];
  let size = 0;
  let last = 0;
  for (let offset = 0; offset < pattern.length; offset += 1) {
    const character = pattern[offset];
    counted.lastIndex = offset;
    const repeat = character === '{' ? counted.exec(pattern) : null;
    if (repeat !== null) {
      const times = Math.max(Number(repeat[1]), Number(repeat[2] ?? 0), 1);
      size += last * (times - 1);
      last *= times;
      offset += repeat[0].length - 1;
    } else if (character === '(') {
      groups.push(size);
    } else if (character === ')') {
      last = size - (groups.pop() ?? size) + 1;
      size += 1;
    } else {
      if (character === '\\') offset += 1;
      last = 1;
      size += 1;
    }
    if (size > largestProgram) break;
  }
  return size;
}

function compiled(source: string, meter: Meter): Pattern {
  const known = kept.get(source);
  if (known !== undefined) return known;
  if (source.length > longestPattern) throw new CelError('invalid-argument', 'regular expression is too long');
  const size = programSize(source);
  if (size > largestProgram) throw new CelError('invalid-argument', 'regular expression is too large');
  // One instruction takes tens of microseconds to compile.
  meter.spend(size * 500);
  let regex: RE2JS;
  try {
    regex = RE2JS.compile(source);
  } catch (error) {
    throw new CelError('invalid-argument', error instanceof Error ? error.message : 'invalid regular expression');
  }
  const pattern = { regex, size: Math.max(size, 1) };
  const [oldest] = kept.keys();
  if (kept.size >= keptPatterns && oldest !== undefined) kept.delete(oldest);
  kept.set(source, pattern);
  return pattern;
}

/**
 * Compiles a pattern of RE2 syntax and charges for matching it against `text`: linear in both.
 * @throws CelError `invalid-argument` for what is no pattern or too large a one
 */
export function regexFor(pattern: string, text: string, meter: Meter): RE2JS {
  const { regex, size } = compiled(pattern, meter);
  meter.spend(1 + (text.length * size) / 20);
  return regex;
}

/** Whether the pattern is found anywhere in the text. @throws CelError as {@link regexFor} */
export function matches(text: string, pattern: string, meter: Meter): boolean {
  return regexFor(pattern, text, meter).test(text);
}
