import type { Limits } from '@pratique/foundation';
import { ociErrors } from '../errors.ts';

/** Below this, a high compression ratio costs nobody anything. */
const RATIO_FROM_BYTES = 64 * 1024 * 1024;

/** Which bound the bytes that came out of compressed bytes so far exceed; undefined: none. */
export function exceededBound(unpacked: number, stored: number, limits: Limits): string | undefined {
  if (unpacked > limits.layerBytes) return `it unpacks to more than ${limits.layerBytes} bytes`;
  if (unpacked <= RATIO_FROM_BYTES || unpacked <= stored * limits.compressionRatio) return undefined;
  return `it unpacks to more than ${limits.compressionRatio} times its size`;
}

/**
 * Judges how much came out of compressed bytes so far. `on` names them in the message.
 * @throws PratiqueError `oci/limit-exceeded` past the bounds on unpacked bytes and on the compression ratio
 */
export function checkUnpacked(unpacked: number, stored: number, limits: Limits, on: string): void {
  const why = exceededBound(unpacked, stored, limits);
  if (why !== undefined) throw ociErrors.create('oci/limit-exceeded', { attempted: 'read', on, why });
}
