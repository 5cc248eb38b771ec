import { OpaqueValue } from '../../values.ts';
import { IpAddress, parseAddress } from '../ip/address.ts';

/** A network: an address, which may have bits behind the prefix, and the length of the prefix. */
export class Network extends OpaqueValue {
  readonly typeName = 'net.CIDR';
  readonly address: IpAddress;
  readonly length: number;

  constructor(address: IpAddress, length: number) {
    super();
    this.address = address;
    this.length = length;
  }

  equals(other: OpaqueValue): boolean {
    return other instanceof Network && other.length === this.length && other.address.equals(this.address);
  }

  contains(address: IpAddress): boolean {
    const behind = BigInt(this.address.width - this.length);
    return address.family === this.address.family && address.bits >> behind === this.address.bits >> behind;
  }

  /** The network with its address's bits behind the prefix cleared. */
  masked(): Network {
    const behind = BigInt(this.address.width - this.length);
    return new Network(new IpAddress(this.address.family, (this.address.bits >> behind) << behind), this.length);
  }

  override toString(): string {
    return `${this.address.toString()}/${this.length}`;
  }
}

/** Reads `ADDRESS/LENGTH`; undefined: it is none. */
export function parseNetwork(source: string): Network | undefined {
  const slash = source.lastIndexOf('/');
  const address = slash === -1 ? undefined : parseAddress(source.slice(0, slash));
  const length = source.slice(slash + 1);
  if (!address || !/^(?:0|[1-9]\d{0,2})$/.test(length) || Number(length) > address.width) return undefined;
  return new Network(address, Number(length));
}
