const special = /[\\^$.|+()[\]{}]/;

/** The end of a `[…]` class that starts at `start`, or -1 where it is not closed. */
function classEnd(glob: string, start: number): number {
  return glob.indexOf(']', start + 2);
}

/**
 * Compiles a glob over `/`-separated paths, matched whole: `**` any number of segments, `*` within a segment (dot files
 * too), `?` one character, `[ab]` and `[!ab]` classes, `{a,b}` alternatives (nested is not supported).
 */
export function compileGlob(glob: string): RegExp {
  let out = '';
  let inBraces = false;
  for (let i = 0; i < glob.length; i++) {
    const char = glob[i] as string;
    if (glob.startsWith('**/', i)) {
      out += '(?:[^/]+/)*';
      i += 2;
    } else if (glob.startsWith('**', i)) {
      out += '.*';
      i += 1;
    } else if (char === '*') out += '[^/]*';
    else if (char === '?') out += '[^/]';
    else if (char === '[' && classEnd(glob, i) > 0) {
      const end = classEnd(glob, i);
      const body = glob
        .slice(i + 1, end)
        .replace(/^!/, '^')
        .replaceAll('\\', '\\\\');
      out += `[${body}]`;
      i = end;
    } else if (char === '{') {
      out += '(?:';
      inBraces = true;
    } else if (char === '}' && inBraces) {
      out += ')';
      inBraces = false;
    } else if (char === ',' && inBraces) out += '|';
    else out += special.test(char) ? `\\${char}` : char;
  }
  return new RegExp(`^${out}$`, 's');
}
