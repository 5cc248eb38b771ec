import type { Limits } from '@pratique/foundation';
import { ociErrors } from '../errors.ts';

/** Below this, a high compression ratio costs nobody anything. */
const RATIO_FROM_BYTES = 64 * 1024 * 1024;

/**
 * Judges how much came out of compressed bytes so far. `on` names them in the message.
 * @throws PratiqueError `oci/limit-exceeded` past the bounds on unpacked bytes and on the compression ratio
 */
export function checkUnpacked(unpacked: number, stored: number, limits: Limits, on: string): void {
  const tooMany = unpacked > limits.layerBytes;
  if (!tooMany && (unpacked <= RATIO_FROM_BYTES || unpacked <= stored * limits.compressionRatio)) return;
  const why = tooMany
    ? `it unpacks to more than ${limits.layerBytes} bytes`
    : `it unpacks to more than ${limits.compressionRatio} times its size`;
  throw ociErrors.create('oci/limit-exceeded', { attempted: 'read', on, why });
}
