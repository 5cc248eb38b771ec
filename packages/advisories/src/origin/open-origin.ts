import { stat } from 'node:fs/promises';
import { redactUrl, reasonOf } from '@pratique/foundation';
import type { FeedOrigin } from '@pratique/model';
import { advisoryErrors } from '../errors.ts';
import type { AdvisoryLimits } from '../limits.ts';
import { folderOrigin } from './folder-origin.ts';
import type { HttpSettings } from './http-request.ts';
import { webOrigin } from './web-origin.ts';

/** Settings that all origins of one update share. */
export interface OriginOptions {
  readonly limits: AdvisoryLimits;
  readonly signal?: AbortSignal;
  readonly http?: Partial<HttpSettings>;
}

/**
 * Opens a folder or an http(s) address.
 * @throws PratiqueError `advisories/origin-invalid`
 */
export async function openOrigin(place: string, { limits, signal, http }: OriginOptions): Promise<FeedOrigin> {
  if (/^https?:\/\//i.test(place)) {
    if (!URL.canParse(place)) throw invalid(place, 'it is not a valid address');
    return webOrigin(place, limits, { signal, http });
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(place)) throw invalid(place, 'only http and https addresses are read');
  const stats = await stat(place).catch((cause: unknown) => {
    throw invalid(place, reasonOf(cause));
  });
  if (!stats.isDirectory()) throw invalid(place, 'it is not a folder');
  return folderOrigin(place, limits);
}

function invalid(place: string, why: string): Error {
  return advisoryErrors.create('advisories/origin-invalid', {
    attempted: 'open the origin',
    on: redactUrl(place),
    why,
  });
}
