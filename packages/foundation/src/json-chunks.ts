/** Characters of one chunk, about. */
const CHUNK = 256 * 1024;

/** What JSON leaves as it is and a terminal or an editor would obey: control characters above ASCII and bidirectional controls. */
const obeyed = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function isLazy(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Symbol.iterator in value;
}

/** Whether an object has a list that is made as it is written, at any depth of objects. */
function holdsLists(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).some((member) => isLazy(member) || holdsLists(member));
}

function whole(value: unknown, indent: string): string {
  const text = JSON.stringify(value, null, 2) ?? 'null';
  return text.replaceAll('\n', `\n${indent}`).replace(obeyed, escaped);
}

function* listPieces(items: Iterable<unknown>, indent: string): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield `${before}\n${indent}  `;
    if (holdsLists(item)) yield* objectPieces(item, `${indent}  `);
    else yield whole(item, `${indent}  `);
    before = ',';
  }
  yield before === '[' ? '[]' : `\n${indent}]`;
}

function* objectPieces(value: object, indent: string): Generator<string> {
  let before = '{';
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    yield `${before}\n${indent}  ${whole(key, '')}: `;
    if (Array.isArray(member) || isLazy(member)) yield* listPieces(member, `${indent}  `);
    else if (holdsLists(member)) yield* objectPieces(member, `${indent}  `);
    else yield whole(member, `${indent}  `);
    before = ',';
  }
  yield before === '{' ? '{}' : `\n${indent}}`;
}

/**
 * A large JSON document, indented by two, in chunks: the text of `JSON.stringify(document, null, 2)` and a line break, with
 * every control character and bidirectional control escaped. Any other iterable than an array is a list too, made item
 * by item as it is written, so that neither the text nor the list is ever whole in memory. Such a list is a member of
 * the document, of an object in it, or of an object in one of its lists. Objects that hold one have no `toJSON`.
 */
export function* jsonChunks(document: object): Generator<string> {
  let pending = '';
  for (const piece of objectPieces(document, '')) {
    pending += piece;
    if (pending.length < CHUNK) continue;
    yield pending;
    pending = '';
  }
  yield `${pending}\n`;
}

/** A JSON value as a text of its own, as {@link jsonChunks} writes it. */
export function jsonText(value: unknown): string {
  return `${whole(value, '')}\n`;
}

/** A list of {@link jsonChunks} whose items are made when they are written. */
export function listOf<Item>(items: Iterable<Item>, make: (item: Item) => unknown): Iterable<unknown> {
  return {
    *[Symbol.iterator]() {
      for (const item of items) yield make(item);
    },
  };
}
