/** What a text seems to be called, for people who look for it: it could not be read. */
export interface GuessedHead {
  /** Empty where it cannot be told. */
  readonly kind: string;
  readonly name: string;
}

/** Lines of `metadata` that are looked at. */
const MAX_LINES = 100;

/** The name in the block `metadata`, at its own level: not that of a label. */
function nameBelow(lines: readonly string[], metadata: number): string {
  const indent = /^[ \t]*/.exec(lines[metadata + 1] ?? '')?.[0] ?? '';
  if (indent === '') return '';
  for (const line of lines.slice(metadata + 1, metadata + 1 + MAX_LINES)) {
    if (!line.startsWith(indent) && line.trim() !== '') return '';
    const name = line.startsWith(`${indent}name:`)
      ? /^["']?(?<name>[\w.-]{1,253})/.exec(line.slice(indent.length + 5).trim())
      : null;
    if (name) return name.groups?.['name'] ?? '';
  }
  return '';
}

/** Guesses kind and name of a document that is broken somewhere. */
export function guessHead(text: string): GuessedHead {
  const kind = /^["']?kind["']?:[ \t]*["']?(?<kind>[A-Za-z0-9]{1,100})/m.exec(text)?.groups?.['kind'] ?? '';
  const start = /^metadata:[ \t]*(?<flow>\{[^}\n]{0,1000})?/m.exec(text);
  if (!start) return { kind, name: '' };
  const inFlow = /[{,\s]name:[ \t]*["']?(?<name>[\w.-]{1,253})/.exec(start.groups?.['flow'] ?? '');
  const name = inFlow?.groups?.['name'] ?? nameBelow(text.slice(start.index).split('\n', MAX_LINES), 0);
  return { kind, name };
}
