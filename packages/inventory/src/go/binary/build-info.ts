import { bytesAt, findSection, type Program } from '../../executable/program.ts';
import { ByteReader } from '../../executable/byte-reader.ts';
import { parseModuleInfo } from './module-info.ts';

/** One module of a build. */
export interface GoModule {
  readonly path: string;
  /** `v1.2.3`, a pseudo-version, or `(devel)` for what was built from a working tree. */
  readonly version: string;
  /** What was built in its place (`replace` in go.mod). */
  readonly replacedBy?: Omit<GoModule, 'replacedBy'>;
}

/** What the Go linker writes into every program: runtime/debug.BuildInfo. */
export interface GoBuildInfo {
  /** As written: `go1.21.5`, `go1.22.1 X:boringcrypto`, `devel go1.23-abc Mon …`. */
  readonly goVersion: string;
  /** Import path of the main package. Empty in programs built without modules by Go below 1.18. */
  readonly path: string;
  /** Absent in programs built without modules, and in Go's own tools. */
  readonly main?: GoModule;
  readonly dependencies: readonly GoModule[];
  readonly settings: ReadonlyMap<string, string>;
  /** Parts that could not be read: module lines, or the whole list. */
  readonly damaged: number;
}

/** Build information; or that there is none; or why it is there and cannot be read. Never throws. */
export type BuildInfoRead =
  | { readonly kind: 'build-info'; readonly info: GoBuildInfo }
  | { readonly kind: 'not-go' }
  | { readonly kind: 'malformed'; readonly reason: string };

const magic = Buffer.from('\xff Go buildinf:', 'latin1');
const ALIGNMENT = 16;
const HEADER = 32;

const FLAG_BIG_ENDIAN = 1;
/** Since Go 1.18 the strings follow the header; before, the header points to Go strings. */
const FLAG_INLINE = 2;

/** Longer module lists do not occur: the largest known programs have some 100 KiB. */
const MAX_MODULE_INFO = 16 * 1024 * 1024;

/** Where the linker puts the blob: its own section, else near the start of the first writable data. */
function dataStart(program: Program): { address: number; size: number } | undefined {
  const section = findSection(program, '.go.buildinfo') ?? findSection(program, '__go_buildinfo');
  if (section) return section;
  return program.segments.find(({ writable, executable, size }) => writable && !executable && size > 0);
}

/** The blob, from its aligned magic to the end of its segment. */
function findBlob(program: Program): { blob: Buffer; address: number } | undefined {
  const start = dataStart(program);
  if (!start) return undefined;
  const data = bytesAt(program, start.address)?.subarray(0, start.size);
  if (!data) return undefined;
  // Alignment counts from the address: a segment need not start at a multiple of 16.
  const skew = start.address % ALIGNMENT;
  for (let at = data.indexOf(magic); at >= 0; at = data.indexOf(magic, at + 1)) {
    if ((at + skew) % ALIGNMENT !== 0) continue;
    const blob = bytesAt(program, start.address + at);
    return blob && blob.length >= HEADER ? { blob, address: start.address + at } : undefined;
  }
  return undefined;
}

/** A length (unsigned LEB128) and as many bytes; undefined where they are not all there. */
function readInline(bytes: Buffer, at: number): { value: Buffer; end: number } | undefined {
  let length = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte >= 0x80) continue;
    const start = at + i + 1;
    return start + length <= bytes.length
      ? { value: bytes.subarray(start, start + length), end: start + length }
      : undefined;
  }
  return undefined;
}

/** A Go string: the header at `pointer` holds address and length. */
function readPointed(program: Program, reader: ByteReader, at: number, wordSize: 4 | 8): Buffer | undefined {
  const pointer = reader.word(at, wordSize);
  const header = pointer === undefined ? undefined : bytesAt(program, pointer);
  if (!header) return undefined;
  const words = new ByteReader(header, reader.bigEndian);
  const address = words.word(0, wordSize);
  const length = words.word(wordSize, wordSize);
  if (address === undefined || length === undefined) return undefined;
  if (length === 0) return Buffer.alloc(0);
  const value = bytesAt(program, address);
  return value && length <= value.length ? value.subarray(0, length) : undefined;
}

/** The two strings: the Go version, and the module information between its two 16-byte sentinels. */
function readStrings(program: Program, blob: Buffer): { version?: Buffer; modules?: Buffer } {
  const flags = blob[15] ?? 0;
  if ((flags & FLAG_INLINE) !== 0) {
    const version = readInline(blob, HEADER);
    return { version: version?.value, modules: version && readInline(blob, version.end)?.value };
  }
  const wordSize = blob[14];
  if (wordSize !== 4 && wordSize !== 8) return {};
  const reader = new ByteReader(blob, (flags & FLAG_BIG_ENDIAN) !== 0);
  return {
    version: readPointed(program, reader, 16, wordSize),
    modules: readPointed(program, reader, 16 + wordSize, wordSize),
  };
}

/**
 * Reads a program's Go build information as Go's own debug/buildinfo does: inline strings (Go ≥ 1.18) and pointers
 * (before). A program that has the section or the magic but no readable version is malformed, not "not Go".
 */
export function readBuildInfo(program: Program): BuildInfoRead {
  const found = findBlob(program);
  if (!found) return { kind: 'not-go' };
  const { version, modules } = readStrings(program, found.blob);
  if (!version || version.length === 0 || version.length > 1024) {
    return { kind: 'malformed', reason: 'the Go build information has no readable Go version' };
  }
  const goVersion = version.toString('utf8');
  const unreadable = !modules || modules.length > MAX_MODULE_INFO;
  const framed = !unreadable && modules.length >= 33 && modules[modules.length - 17] === 0x0a;
  const parsed = parseModuleInfo(framed ? modules.toString('utf8', 16, modules.length - 16) : '');
  return { kind: 'build-info', info: { goVersion, ...parsed, damaged: parsed.damaged + (unreadable ? 1 : 0) } };
}
