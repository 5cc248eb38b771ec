import type { Feed } from '@pratique/model';
import type { AdvisoryLimits } from '../limits.ts';
import { osvArchiveFeed } from '../osv/archive-feed.ts';

/**
 * Debian Extended LTS advisories (Freexian), `debian/elts-advisories.zip`. Their fixes are in a paid archive, so that
 * every entry carries the channel `elts`. They cover nothing: what ELTS has not fixed stands nowhere in them.
 */
export function debianEltsFeed(limits: AdvisoryLimits): Feed {
  return osvArchiveFeed({ id: 'debian-elts', path: 'debian/elts-advisories.zip', covers: [], channel: 'elts' }, limits);
}
