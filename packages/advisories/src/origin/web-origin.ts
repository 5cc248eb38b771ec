import { redactUrl } from '@pratique/foundation';
import type { FeedOrigin } from '@pratique/model';
import type { AdvisoryLimits } from '../limits.ts';
import { defaultHttpSettings, httpRead, type HttpSettings } from './http-request.ts';

/**
 * A web address with files below it. It cannot list: feeds ask for the names they know.
 * @throws PratiqueError (from `read`) `advisories/origin-unreadable`, `advisories/origin-refused`, `advisories/too-large`
 */
export function webOrigin(
  address: string,
  limits: AdvisoryLimits,
  options: { signal?: AbortSignal; http?: Partial<HttpSettings> } = {},
): FeedOrigin {
  const base = new URL(address);
  // A query, such as a mirror's token, stays behind the path.
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  const settings = { ...defaultHttpSettings, ...options.http };
  return {
    name: redactUrl(base),
    list: async () => undefined,
    async read(path, validator) {
      const url = new URL(base);
      url.pathname += path.split('/').map(encodeURIComponent).join('/');
      const answer = await httpRead(url, { validator, maxBytes: limits.fileBytes, settings, signal: options.signal });
      if (answer.status === 'missing') return undefined;
      return answer.status === 'unchanged' ? 'unchanged' : { bytes: answer.bytes, validator: answer.validator };
    },
  };
}
