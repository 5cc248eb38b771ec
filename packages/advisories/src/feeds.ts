import type { Feed } from '@pratique/model';
import { alpineSecdbFeed } from './alpine-secdb/feed.ts';
import { debianEltsFeed } from './debian-elts/feed.ts';
import { debianTrackerFeed } from './debian-tracker/feed.ts';
import { endOfLifeFeed } from './end-of-life/feed.ts';
import { epssFeed } from './epss/feed.ts';
import { kevFeed } from './kev/feed.ts';
import { kubernetesFeed } from './kubernetes/feed.ts';
import { nodejsCoreFeed } from './nodejs-core/feed.ts';
import { type OsvOptions, osvFeed } from './osv/feed.ts';
import { vexFeed } from './vex/feed.ts';

/** Every feed that is known, in the order in which they are loaded. */
export function createFeeds(options: OsvOptions): readonly Feed[] {
  const { limits } = options;
  return [
    osvFeed(options),
    debianTrackerFeed(limits),
    debianEltsFeed(limits),
    alpineSecdbFeed(limits),
    nodejsCoreFeed(limits),
    kubernetesFeed(limits),
    kevFeed(limits),
    epssFeed(limits),
    endOfLifeFeed(limits),
    vexFeed(limits),
  ];
}
