import { linesOf } from '../os-package/lines.ts';
import { MAX_FILES } from '../os-package/owned-paths.ts';

/** Reads a file of pacman's local database: `%FIELD%`, then one value per line up to an empty line, at most `MAX_FILES`. */
export function parseFields(text: string, wanted: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of linesOf(text)) {
    const name = /^%([A-Z0-9]{1,32})%$/.exec(line)?.[1];
    if (name !== undefined) {
      current = wanted.has(name) ? [] : undefined;
      if (current) fields.set(name, current);
    } else if (line.trim() === '') current = undefined;
    else if (current && current.length < MAX_FILES) current.push(line);
  }
  return fields;
}
