import type { CatalogFile } from '@pratique/model';
import { SaxesParser } from 'saxes';
import { onlyMalformed } from './json.ts';
import { decodeText, type Reading } from './text.ts';

/** One element of a document, names without their namespace prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own character data, trimmed. */
  readonly text: string;
}

interface OpenElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

/** Bounds on hostile documents. The reader itself does not recurse, its callers may. */
const MAX_DEPTH = 200;
const MAX_ELEMENTS = 2_000_000;

class Rejected extends Error {}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Decodes by byte-order mark, else by the single-byte encodings that an XML declaration may name, else UTF-8. */
function decodeXml(bytes: Buffer): string {
  const head = bytes.toString('latin1', 0, 200);
  const declared = /^<\?xml[^>]*?encoding\s*=\s*["']([\w-]+)["']/i.exec(head)?.[1]?.toLowerCase();
  return declared && /^(iso-8859-1|windows-1252|us-ascii|latin1)$/.test(declared)
    ? new TextDecoder('windows-1252').decode(bytes)
    : decodeText(bytes);
}

/** Builds the tree; throws {@link Rejected} on what is not well-formed or too deep. Entities of a DTD stay unexpanded. */
function parseTree(text: string): XmlElement {
  const parser = new SaxesParser({ position: false });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  const append = (data: string): void => {
    const current = open.at(-1);
    if (current) current.text += data;
  };
  parser.on('error', (error) => {
    // Maven's own reader knows named entities that XML does not; they never stand in a name or version.
    if (!error.message.includes('undefined entity')) throw new Rejected(error.message);
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (open.length >= MAX_DEPTH || elements > MAX_ELEMENTS) throw new Rejected('is nested too deeply or too large');
    const attributes = Object.fromEntries(
      Object.entries(tag.attributes).map(([name, value]) => [localName(name), value] as const),
    );
    open.push({ name: localName(tag.name), attributes, children: [], text: '' });
  });
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('closetag', () => {
    const closed = open.pop();
    if (!closed) return;
    closed.text = closed.text.trim();
    const parent = open.at(-1);
    if (parent) parent.children.push(closed);
    else root = closed;
  });
  parser.write(text).close();
  if (!root) throw new Rejected('has no element');
  return root;
}

/** Parses an XML document without following or expanding anything, or says why it is none. */
export function readXml(file: CatalogFile): Reading<XmlElement> {
  try {
    return { value: parseTree(decodeXml(file.bytes).replace(/^\s+(?=<)/, '')) };
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return { problem: onlyMalformed(file, `is not XML: ${error.message.slice(0, 120)}`) };
  }
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The text of the first child of that name; empty where there is none. */
export function childText(element: XmlElement | undefined, name: string): string {
  return childOf(element, name)?.text ?? '';
}

/** All children of that name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}
