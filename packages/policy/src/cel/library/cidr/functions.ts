import type { CelFunction, CelLibrary } from '../../function.ts';
import { bool, int, opaque, text } from '../../types.ts';
import { invalidArgument } from '../bounds.ts';
import { declareFunction, declareMethod } from '../standard/declare.ts';
import type { IpAddress } from '../ip/address.ts';
import { addressOf, ipType } from '../ip/functions.ts';
import { type Network, parseNetwork } from './network.ts';

const cidrType = opaque('net.CIDR');

function networkOf(source: string): Network {
  const network = parseNetwork(source);
  if (!network) throw invalidArgument(`"${source.slice(0, 60)}" is not a network in CIDR notation`);
  return network;
}

function containsNetwork(outer: Network, inner: Network): boolean {
  return outer.length <= inner.length && outer.contains(inner.address);
}

const functions: readonly CelFunction[] = [
  declareFunction('cidr', [text], cidrType, ([source], meter) => {
    meter.spend(5);
    return networkOf(source as string);
  }),
  declareFunction('isCIDR', [text], bool, ([source], meter) => {
    meter.spend(5);
    return parseNetwork(source as string) !== undefined;
  }),
  declareFunction('string', [cidrType], text, ([network]) => (network as Network).toString()),
  declareMethod('containsIP', [cidrType, ipType], bool, ([network, address]) =>
    (network as Network).contains(address as IpAddress),
  ),
  declareMethod('containsIP', [cidrType, text], bool, ([network, source], meter) => {
    meter.spend(5);
    return (network as Network).contains(addressOf(source as string));
  }),
  declareMethod('containsCIDR', [cidrType, cidrType], bool, ([outer, inner]) =>
    containsNetwork(outer as Network, inner as Network),
  ),
  declareMethod('containsCIDR', [cidrType, text], bool, ([outer, source], meter) => {
    meter.spend(5);
    return containsNetwork(outer as Network, networkOf(source as string));
  }),
  declareMethod('ip', [cidrType], ipType, ([network]) => (network as Network).address),
  declareMethod('masked', [cidrType], cidrType, ([network]) => (network as Network).masked()),
  declareMethod('prefixLength', [cidrType], int, ([network]) => BigInt((network as Network).length)),
];

/** Kubernetes' networks in CIDR notation. */
export const cidrLibrary: CelLibrary = { id: 'kubernetes.net.cidr', functions };
