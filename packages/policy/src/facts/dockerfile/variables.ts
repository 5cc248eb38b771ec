/** Stands around the name of a variable whose value is not known: no Dockerfile may hold it. */
export const UNRESOLVED = '\u0000';

function unresolved(name: string): string {
  return `${UNRESOLVED}${name}${UNRESOLVED}`;
}

/** An expanded text with variables that are not known as they were written, all in the short form. */
export function asWritten(text: string): string {
  return text.replace(/\u0000(\w*)\u0000/g, '$$$1');
}

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
    const name = plain ?? braced ?? '';
    const filled = filledIn(values.get(name), operator, word, change) ?? unresolved(name);
    left -= filled.length;
    return left < 0 ? unresolved(name) : filled;
  });
}

function filledIn(
  value: string | undefined,
  operator: string | undefined,
  word: string,
  change: string | undefined,
): string | undefined {
  if (change !== undefined) return undefined;
  const set = value !== undefined && (value !== '' || operator?.startsWith(':') !== true);
  if (operator?.endsWith('-')) return set ? value : word;
  if (operator?.endsWith('+')) return set ? word : '';
  return value;
}
