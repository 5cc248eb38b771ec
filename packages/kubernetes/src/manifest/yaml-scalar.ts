/** A scalar as the YAML reader of Kubernetes reads it. */
export type YamlScalar = string | number | boolean | null;

/**
 * YAML 1.1 words (https://yaml.org/type/bool.html), as sigs.k8s.io/yaml reads them before it hands JSON on: `yes`, `on` and
 * even `y` are booleans where they stand without quotes.
 */
const words: ReadonlyMap<string, boolean | null> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);

const notFinite = /^(?:[+-]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
/** Go's strconv.ParseInt with base 0: prefixes `0x`, `0o`, `0b` and the leading zero for octal. */
const integers: readonly (readonly [RegExp, number])[] = [
  [/^(?<sign>[-+]?)0[xX](?<digits>[\da-fA-F]+)$/, 16],
  [/^(?<sign>[-+]?)0[oO](?<digits>[0-7]+)$/, 8],
  [/^(?<sign>[-+]?)0[bB](?<digits>[01]+)$/, 2],
  [/^(?<sign>[-+]?)0(?<digits>[0-7]+)$/, 8],
  [/^(?<sign>[-+]?)(?<digits>0|[1-9]\d*)$/, 10],
];

/** Past this length nothing is a number that Kubernetes could hold. */
const MAX_NUMBER = 400;

function integer(text: string): number | undefined {
  for (const [form, base] of integers) {
    const groups = form.exec(text)?.groups;
    if (!groups) continue;
    const digits = Number.parseInt(groups['digits'] ?? '', base);
    // What does not fit 64 bits is no integer: text with a prefix, else a float.
    if (digits >= 2 ** 64) return undefined;
    return groups['sign'] === '-' ? 0 - digits : digits;
  }
  return undefined;
}

/** Numbers begin with a digit, a sign or a point; `_` may stand between digits (YAML 1.1). */
function numberOf(text: string): number | undefined {
  if (text.length > MAX_NUMBER || !/^[-+.\d]/.test(text)) return undefined;
  const plain = text.replaceAll('_', '');
  const whole = integer(plain);
  if (whole !== undefined) return whole;
  if (!float.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/**
 * Resolves a scalar without quotes as kubectl does; a scalar in quotes is text and does not come here. Dates stay text.
 * @returns NaN for what JSON cannot hold (`.inf`, `.nan`): kubectl refuses the document.
 */
export function resolvePlain(text: string): YamlScalar {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (notFinite.test(text)) return Number.NaN;
  return numberOf(text) ?? text;
}
