import { Broken } from './broken.ts';

/** A document of a file: its text and where that starts. */
export interface Chunk {
  readonly text: string;
  readonly offset: number;
  /** The separator in front of it is not one that kubectl takes. */
  readonly broken?: Broken;
}

/** The text without byte order mark, its lines ended by line feeds. */
export function normalizeLines(text: string): string {
  return text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
}

/**
 * YAML as the reader of Kubernetes takes its lines: NEL and the Unicode separators end one too (YAML 1.1, 5.4). A reader that
 * knows YAML 1.2 alone would take what follows them for the rest of a comment. Offsets stay.
 */
export function withYamlLines(text: string): string {
  return text.replace(/[\u0085\u2028\u2029]/g, '\n');
}

/** Whether there is anything but comments, blanks and directives. */
function holdsContent(text: string): boolean {
  return /^(?!%)[ \t]*[^#\s]/m.test(text);
}

/** Splits at lines that begin with `---`, as kubectl does. Chunks without content are left out. */
export function* splitDocuments(text: string): Generator<Chunk> {
  let start = 0;
  let broken: Broken | undefined;
  const separator = /^---(?<rest>.*)$/gm;
  for (;;) {
    const match = separator.exec(text);
    const end = match ? match.index : text.length;
    const chunk = text.slice(start, end);
    if (broken || holdsContent(chunk)) yield { text: chunk, offset: start, ...(broken && { broken }) };
    if (!match) return;
    const rest = match.groups?.['rest']?.trim() ?? '';
    broken =
      rest === '' || rest.startsWith('#')
        ? undefined
        : new Broken('syntax', 'has text behind the separator ---', match.index);
    start = separator.lastIndex;
  }
}
