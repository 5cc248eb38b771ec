import type { CelFunction, CelLibrary } from '../../function.ts';
import { bool, int, opaque, text } from '../../types.ts';
import { invalidArgument } from '../bounds.ts';
import { declareFunction, declareMethod } from '../standard/declare.ts';
import { type IpAddress, parseAddress } from './address.ts';

/** The type `net.IP`. */
export const ipType = opaque('net.IP');

/** @throws CelError `invalid-argument` */
export function addressOf(source: string): IpAddress {
  const address = parseAddress(source);
  if (!address) throw invalidArgument(`"${source.slice(0, 60)}" is not an IP address`);
  return address;
}

function isLoopback(address: IpAddress): boolean {
  return address.family === 4 ? address.startsWith(127n, 8, 8) : address.bits === 1n;
}

function isLinkLocalUnicast(address: IpAddress): boolean {
  return address.family === 4 ? address.startsWith(0xa9fen, 16, 16) : address.startsWith(0xfe80n, 10, 16);
}

function isLinkLocalMulticast(address: IpAddress): boolean {
  if (address.family === 4) return address.startsWith(0xe00000n, 24, 24);
  // RFC 4291, section 2.7: `ff`, four bits of flags, scope 2.
  return address.startsWith(0xffn, 8, 8) && ((address.bits >> 112n) & 0xfn) === 2n;
}

function isMulticast(address: IpAddress): boolean {
  return address.family === 4 ? address.startsWith(0xen, 4, 4) : address.startsWith(0xffn, 8, 8);
}

function isGlobalUnicast(address: IpAddress): boolean {
  const isBroadcast = address.family === 4 && address.bits === 0xffffffffn;
  return (
    address.bits !== 0n && !isBroadcast && !isLoopback(address) && !isMulticast(address) && !isLinkLocalUnicast(address)
  );
}

function question(name: string, answer: (address: IpAddress) => boolean): CelFunction {
  return declareMethod(name, [ipType], bool, ([address]) => answer(address as IpAddress));
}

const functions: readonly CelFunction[] = [
  declareFunction('ip', [text], ipType, ([source], meter) => {
    meter.spend(5);
    return addressOf(source as string);
  }),
  declareFunction('isIP', [text], bool, ([source], meter) => {
    meter.spend(5);
    return parseAddress(source as string) !== undefined;
  }),
  declareFunction('ip.isCanonical', [text], bool, ([source], meter) => {
    meter.spend(15);
    return addressOf(source as string).toString() === source;
  }),
  declareFunction('string', [ipType], text, ([address], meter) => {
    meter.spend(10);
    return (address as IpAddress).toString();
  }),
  declareMethod('family', [ipType], int, ([address]) => BigInt((address as IpAddress).family)),
  question('isUnspecified', (address) => address.bits === 0n),
  question('isLoopback', isLoopback),
  question('isLinkLocalMulticast', isLinkLocalMulticast),
  question('isLinkLocalUnicast', isLinkLocalUnicast),
  question('isGlobalUnicast', isGlobalUnicast),
];

/** Kubernetes' IP addresses. */
export const ipLibrary: CelLibrary = { id: 'kubernetes.net.ip', functions };
