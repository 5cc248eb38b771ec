/** Stands for a variable whose value is not known: no Dockerfile may hold it. */
export const UNRESOLVED = '\u0000';

/** Values that one text may grow to by its variables. Characters. */
const MAX_EXPANDED = 4 * 1024;

/** `$NAME`, `${NAME}`, `${NAME:-word}`, `${NAME-word}`, `${NAME:+word}`, and forms that change the value. */
const variable =
  /\\\$|\$(?:([A-Za-z_]\w{0,255})|\{([A-Za-z_]\w{0,255})(?:(:?[-+?])([^{}$]{0,1024})|([#%/][^{}]{0,1024}))?\})/g;

/** Fills in variables (Dockerfile reference, "Environment replacement"); {@link UNRESOLVED} stands for what is not known. */
export function expand(text: string, values: ReadonlyMap<string, string>): string {
  if (!text.includes('$')) return text;
  let left = MAX_EXPANDED;
  return text.replace(variable, (...found: (string | undefined)[]) => {
    const [whole, plain, braced, operator, word = '', change] = found;
    if (whole?.startsWith('\\')) return '$';
    const value = values.get(plain ?? braced ?? '');
    const filled = filledIn(value, operator, word, change);
    left -= filled.length;
    return left < 0 ? UNRESOLVED : filled;
  });
}

function filledIn(
  value: string | undefined,
  operator: string | undefined,
  word: string,
  change: string | undefined,
): string {
  if (change !== undefined) return UNRESOLVED;
  const set = value !== undefined && (value !== '' || operator?.startsWith(':') !== true);
  if (operator?.endsWith('-')) return set ? value : word;
  if (operator?.endsWith('+')) return set ? word : '';
  return value ?? UNRESOLVED;
}
