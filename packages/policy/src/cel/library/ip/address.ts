import { OpaqueValue } from '../../values.ts';

/** An IP address without zone. */
export class IpAddress extends OpaqueValue {
  readonly typeName = 'net.IP';
  readonly family: 4 | 6;
  /** 32 or 128 bits. */
  readonly bits: bigint;

  constructor(family: 4 | 6, bits: bigint) {
    super();
    this.family = family;
    this.bits = bits;
  }

  /** Bits of an address of the family. */
  get width(): number {
    return this.family === 4 ? 32 : 128;
  }

  equals(other: OpaqueValue): boolean {
    return other instanceof IpAddress && other.family === this.family && other.bits === this.bits;
  }

  /** Whether the first bits are those of the prefix: `startsWith(0xfe80n, 10, 16)`. */
  startsWith(prefix: bigint, length: number, written: number): boolean {
    return this.bits >> BigInt(this.width - length) === prefix >> BigInt(written - length);
  }

  /** The canonical text (RFC 5952). */
  override toString(): string {
    return this.family === 4 ? shown4(this.bits) : shown6(this.bits);
  }
}

function shown4(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join('.');
}

/** The longest run of two or more zero fields, the first of equals: start and end. */
function zeroRun(fields: readonly bigint[]): readonly [number, number] {
  let best: readonly [number, number] = [0, 0];
  let start = 0;
  fields.forEach((field, at) => {
    if (field !== 0n) start = at + 1;
    else if (at + 1 - start > Math.max(1, best[1] - best[0])) best = [start, at + 1];
  });
  return best;
}

function shown6(bits: bigint): string {
  const fields = Array.from({ length: 8 }, (_, at) => (bits >> BigInt(16 * (7 - at))) & 0xffffn);
  const hex = fields.map((field) => field.toString(16));
  const [start, end] = zeroRun(fields);
  return end === 0 ? hex.join(':') : `${hex.slice(0, start).join(':')}::${hex.slice(end).join(':')}`;
}

const OCTETS = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;

function parse4(source: string): bigint | undefined {
  if (!OCTETS.test(source)) return undefined;
  const octets = source.split('.').map(Number);
  if (octets.some((octet) => octet > 255)) return undefined;
  return octets.reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n);
}

/** Fields of one side of `::`; the last one may be four octets. Undefined: not hexadecimal. */
function fieldsOf(source: string, mayEmbed: boolean): bigint[] | undefined {
  if (source === '') return [];
  const parts = source.split(':');
  const last = parts.at(-1) ?? '';
  const embedded = mayEmbed && last.includes('.') ? parse4(last) : undefined;
  const plain = embedded === undefined ? parts : parts.slice(0, -1);
  if (!plain.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part))) return undefined;
  const fields = plain.map((part) => BigInt(`0x${part}`));
  return embedded === undefined ? fields : [...fields, embedded >> 16n, embedded & 0xffffn];
}

function parse6(source: string): bigint | undefined {
  const [head = '', tail, ...more] = source.split('::');
  if (more.length > 0) return undefined;
  const before = fieldsOf(head, tail === undefined);
  const after = tail === undefined ? [] : fieldsOf(tail, true);
  if (!before || !after) return undefined;
  const missing = 8 - before.length - after.length;
  // `::` stands for at least one field.
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const fields = [...before, ...Array.from({ length: missing }, () => 0n), ...after];
  return fields.reduce((sum, field) => (sum << 16n) | field, 0n);
}

/** Longest text of an address: eight fields of which the last two are written as octets. */
const MAX_LENGTH = 45;

/** Reads an address without zone and without leading zeros in IPv4; undefined: it is none. */
export function parseAnyAddress(source: string): IpAddress | undefined {
  if (source.length > MAX_LENGTH) return undefined;
  const family = source.includes(':') ? 6 : 4;
  const bits = family === 6 ? parse6(source) : parse4(source);
  return bits === undefined ? undefined : new IpAddress(family, bits);
}

/** Reads an address as Kubernetes does: IPv4 inside IPv6 (`::ffff:1.2.3.4`) is none. */
export function parseAddress(source: string): IpAddress | undefined {
  const address = parseAnyAddress(source);
  return address?.family === 6 && address.bits >> 32n === 0xffffn ? undefined : address;
}
