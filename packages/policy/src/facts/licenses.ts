import parseExpression from 'spdx-expression-parse';
import { type Fact, UnknownFact } from '@pratique/model';

/** Ways to satisfy one expression; more make an unknown. Real ones have a handful. */
const MAX_CHOICES = 256;
/** Licences of one expression. */
const MAX_LICENSES = 256;
/** Longer expressions are texts. Characters. */
const MAX_EXPRESSION = 16 * 1024;
/** The parser is recursive. */
const MAX_DEPTH = 32;

/** GNU licences whose SPDX id without `-only` or `-or-later` is deprecated. */
const gnu = /^(?:A|L)?GPL-\d\.\d$|^GFDL-1\.\d$/;

function modernId(id: string, orLater: boolean): string {
  const written = id.endsWith('+') ? id.slice(0, -1) : id;
  const later = orLater || id.endsWith('+');
  if (gnu.test(written)) return `${written}-${later ? 'or-later' : 'only'}`;
  return later && !written.endsWith('-or-later') ? `${written}+` : written;
}

/** Every licence id that an expression names, once each, in order. Exceptions behind WITH are none. */
export function licenseIds(expression: string): readonly string[] {
  const words = expression.slice(0, MAX_EXPRESSION).split(/[\s()]+/);
  const ids = words.filter(
    (word, i) => word !== '' && !/^(?:AND|OR|WITH)$/i.test(word) && !/^WITH$/i.test(words[i - 1] ?? ''),
  );
  return [...new Set(ids.map((id) => modernId(id, false)))].slice(0, MAX_LICENSES);
}

type Expression = ReturnType<typeof parseExpression>;

function depthOf(expression: string): number {
  let [depth, deepest] = [0, 0];
  for (const character of expression) {
    if (character === '(') deepest = Math.max(deepest, ++depth);
    else if (character === ')') depth--;
  }
  return deepest;
}

/** Undefined where there are too many. */
function choicesOf(expression: Expression): readonly (readonly string[])[] | undefined {
  if ('license' in expression) return [[modernId(expression.license, expression.plus === true)]];
  if (!('conjunction' in expression)) return [];
  const left = choicesOf(expression.left);
  const right = choicesOf(expression.right);
  if (!left || !right) return undefined;
  if (expression.conjunction === 'or') {
    return left.length + right.length > MAX_CHOICES ? undefined : [...left, ...right];
  }
  if (left.length * right.length > MAX_CHOICES * 4) return undefined;
  const both = left.flatMap((one) => right.map((other) => [...new Set([...one, ...other])].sort()));
  const distinct = [...new Map(both.map((choice) => [choice.join(' '), choice])).values()];
  return distinct.length > MAX_CHOICES ? undefined : distinct;
}

/**
 * The ways to satisfy an SPDX licence expression (SPDX 2.3, annex D), each the licences that then apply together:
 * `MIT OR (GPL-2.0-only AND BSD-3-Clause)` is two. Unknown where it is no expression.
 */
export function licenseChoices(expression: string): Fact {
  if (expression === '') return [];
  if (expression.length > MAX_EXPRESSION || expression.split(' ').length > MAX_LICENSES * 2) {
    return new UnknownFact('the licence expression is too long');
  }
  if (depthOf(expression) > MAX_DEPTH) return new UnknownFact('the licence expression is nested too deeply');
  // One name is most of them.
  if (/^[\w.-]+$/.test(expression)) return [[modernId(expression, false)]];
  try {
    return choicesOf(parseExpression(expression)) ?? new UnknownFact('the licence expression has too many choices');
  } catch {
    return new UnknownFact('the licence expression cannot be read');
  }
}
