/** A value nests defaults within defaults; deeper is left as written. */
const MAX_DEPTH = 8;

/** `$$` · `${NAME}`, `${NAME:-default}` and the like · `$NAME` (compose-spec, 12-interpolation.md). */
const start = /\$(?:\$|(?<plain>[A-Za-z_]\w*)|\{(?<braced>[A-Za-z_]\w*)(?<operator>:?[-?+])?)/g;

/** Where the brace that opened before `from` closes; -1 where it does not. */
function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if (text.startsWith('${', i)) depth += 1;
    else if (text[i] === '}' && (depth -= 1) === 0) return i;
  }
  return -1;
}

/**
 * Text with its variables' defaults filled in: the environment of whoever deploys is not known here. What has no default
 * stays as written.
 */
export function interpolate(text: string, depth = 0): string {
  if (!text.includes('$') || depth > MAX_DEPTH) return text;
  let out = '';
  let last = 0;
  start.lastIndex = 0;
  const pattern = new RegExp(start);
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    out += text.slice(last, match.index);
    last = pattern.lastIndex;
    const operator = match.groups?.['operator'];
    if (match[0] === '$$') out += '$';
    else if (operator === undefined) out += match[0];
    else {
      const end = closingBrace(text, last);
      if (end < 0) return out + text.slice(match.index);
      const value = text.slice(last, end);
      out += operator.endsWith('-') ? interpolate(value, depth + 1) : text.slice(match.index, end + 1);
      last = end + 1;
      pattern.lastIndex = last;
    }
  }
  return out + text.slice(last);
}
