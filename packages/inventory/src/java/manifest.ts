/** Attributes of a jar's META-INF/MANIFEST.MF (JAR File Specification, "JAR Manifest"). Keys are lower case. */
export interface Manifest {
  readonly main: ReadonlyMap<string, string>;
  /** Named sections; they speak of packages or files within the archive. */
  readonly sections: readonly ReadonlyMap<string, string>[];
}

/** Longer values, such as lists of packages, name no artefact. Characters. */
const MAX_VALUE = 4096;

/** Signed jars have one section per class; the few that say something stand first. */
const MAX_SECTIONS = 100;

function readSection(lines: readonly string[]): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const key = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    // Where a key stands twice, Java takes the last one; a value that is not filled in is none.
    if (key) attributes.set(key, line.slice(colon + 1).trim());
  }
  return attributes;
}

/** Reads a manifest. Lines end in CR, LF or both; a line that begins with a space continues the one before. Never throws. */
export function parseManifest(text: string): Manifest {
  const sections: ReadonlyMap<string, string>[] = [];
  let lines: string[] = [];
  const close = (): void => {
    if (lines.length > 0) sections.push(readSection(lines));
    lines = [];
  };
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    if (line === '') close();
    else if (line.startsWith(' ') && lines.length > 0) lines.push(`${lines.pop() ?? ''}${line.slice(1)}`);
    else lines.push(line);
    if (sections.length > MAX_SECTIONS) break;
  }
  close();
  const [main, ...named] = sections;
  return { main: main ?? new Map(), sections: named };
}

/** An attribute of the main section; undefined where it is empty, too long or a placeholder such as `${project.version}`. */
export function attribute(manifest: Manifest | undefined, key: string): string | undefined {
  const value = manifest?.main.get(key.toLowerCase());
  if (value === undefined || value === '' || value.length > MAX_VALUE) return undefined;
  return /\$\{|^%|^@.*@$/.test(value) ? undefined : value;
}

/**
 * An attribute that the main section lacks and the named sections agree on, as in the jars of Ant. Where they differ
 * (one section per specification), they say nothing of the archive.
 */
export function attributeOfSections(manifest: Manifest | undefined, key: string): string | undefined {
  const values = new Set(
    manifest?.sections
      .map((section) => section.get(key.toLowerCase()))
      .filter((value) => value && value.length <= MAX_VALUE),
  );
  const [value] = values;
  return values.size === 1 ? value : undefined;
}
