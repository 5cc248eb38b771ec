import { linesOf } from './lines.ts';

/** One paragraph of a control file: the wanted fields by lower-case name, and whether a line was no field at all. */
export interface ControlParagraph {
  readonly fields: ReadonlyMap<string, string>;
  readonly damaged: boolean;
}

/** A field longer than this is cut: what is read of a field is its beginning. Characters. */
const MAX_FIELD = 64 * 1024;

class ParagraphBuilder {
  readonly #wanted: ReadonlySet<string>;
  #fields = new Map<string, string>();
  #current: string | undefined;
  #damaged = false;
  #empty = true;

  constructor(wanted: ReadonlySet<string>) {
    this.#wanted = wanted;
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  field(name: string, value: string): void {
    this.#empty = false;
    this.#current = this.#wanted.has(name) ? name : undefined;
    if (this.#current !== undefined) this.#fields.set(name, value.slice(0, MAX_FIELD));
  }

  continuation(line: string): void {
    if (this.#empty) this.damage();
    if (this.#current === undefined) return;
    const value = this.#fields.get(this.#current) ?? '';
    if (value.length < MAX_FIELD) this.#fields.set(this.#current, `${value}\n${line.trim().slice(0, MAX_FIELD)}`);
  }

  damage(): void {
    this.#empty = false;
    this.#damaged = true;
    this.#current = undefined;
  }

  take(): ControlParagraph | undefined {
    if (this.#empty) return undefined;
    const paragraph = { fields: this.#fields, damaged: this.#damaged };
    this.#fields = new Map();
    this.#current = undefined;
    this.#damaged = false;
    this.#empty = true;
    return paragraph;
  }
}

const fieldLine = /^([A-Za-z0-9!-,./;-~][!-9;-~]*):(.*)$/s;

/**
 * Reads the paragraphs of a control file (deb822(5)): `Name: value` lines, continuation lines that begin with white
 * space, empty lines between paragraphs. Only the `wanted` fields (lower case) are kept. A second `first` field begins a
 * new paragraph, so that a lost empty line does not lose a record.
 */
export function* parseControl(
  text: string,
  wanted: ReadonlySet<string>,
  first?: string,
): Generator<ControlParagraph, undefined> {
  const paragraph = new ParagraphBuilder(wanted);
  for (const line of linesOf(text)) {
    if (line.trim() === '') {
      const whole = paragraph.take();
      if (whole) yield whole;
      continue;
    }
    if (line.startsWith('#')) continue;
    if (line.startsWith(' ') || line.startsWith('\t')) {
      paragraph.continuation(line);
      continue;
    }
    const match = fieldLine.exec(line);
    const name = match?.[1]?.toLowerCase();
    if (!match || name === undefined) {
      paragraph.damage();
      continue;
    }
    if (name === first && paragraph.has(name)) {
      const whole = paragraph.take();
      if (whole) yield whole;
    }
    paragraph.field(name, (match[2] ?? '').trim());
  }
  const last = paragraph.take();
  if (last) yield last;
  return undefined;
}
