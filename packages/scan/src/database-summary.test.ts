import { fixedClock } from '@pratique/foundation';
import type { FeedStatus } from '@pratique/model';
import { memoryAdvisoryDatabase } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { DEFAULT_MAX_AGE, summarizeDatabase } from './database-summary.ts';

const now = fixedClock('2026-11-21T12:00:00.000Z').now();

function feed(name: string, fetchedAt: string): FeedStatus {
  return { feed: name, records: 1, fetchedAt, origin: 'test', covers: [], rejected: 0 };
}

function summaryOf(feeds: readonly FeedStatus[], maxAge = DEFAULT_MAX_AGE) {
  const database = { ...memoryAdvisoryDatabase({}), generation: 7, feeds: () => feeds };
  return summarizeDatabase(database, now, maxAge);
}

const fresh = '2026-11-21T11:00:00.000Z';

describe('summarizeDatabase', () => {
  test.each([
    ['2026-11-20T12:00:00.000Z', false],
    ['2026-11-20T11:59:59.999Z', true],
    [fresh, false],
  ])('advisories fetched at %s are stale: %s', (fetchedAt, stale) => {
    expect(summaryOf([feed('osv/npm', fetchedAt)])).toMatchObject({ asOf: fetchedAt, stale, generation: 7 });
  });

  test('advisories from the future are stale: they would never grow old', () => {
    expect(summaryOf([feed('osv/npm', '2999-01-01T00:00:00Z')]).stale).toBe(true);
    expect(summaryOf([feed('osv/npm', '+010000-01-01T00:00:00Z')]).stale).toBe(true);
    expect(summaryOf([feed('osv/npm', fresh), feed('debian-tracker', '2999-01-01T00:00:00Z')]).stale).toBe(true);
    expect(summaryOf([feed('osv/npm', 'at noon')]).stale).toBe(true);
  });

  test('judging by an earlier time makes advisories fetched since no staler', () => {
    const earlier = fixedClock('2020-01-01').now();
    const database = { ...memoryAdvisoryDatabase({}), feeds: () => [feed('osv/npm', '2026-01-01T00:00:00Z')] };
    expect(summarizeDatabase(database, earlier, DEFAULT_MAX_AGE).stale).toBe(false);
  });

  test('is as old as the oldest feed that carries advisories', () => {
    const feeds = [feed('osv/npm', fresh), feed('debian-tracker', '2026-11-01T00:00:00.000Z')];
    expect(summaryOf(feeds)).toMatchObject({ asOf: '2026-11-01T00:00:00.000Z', stale: true });
  });

  test.each(['kev', 'epss', 'end-of-life', 'vex/csaf/a.zip'])('an old %s makes no advisories stale', (name) => {
    const feeds = [feed('osv/npm', fresh), feed(name, '2020-01-01T00:00:00.000Z')];
    expect(summaryOf(feeds)).toMatchObject({ asOf: fresh, stale: false });
  });

  test.each(['kevlar', 'epss-plus', 'vexing'])('%s is a feed of advisories', (name) => {
    expect(summaryOf([feed(name, '2020-01-01T00:00:00.000Z')]).stale).toBe(true);
  });

  test('the limit can be set', () => {
    expect(summaryOf([feed('osv/npm', fresh)], 60_000).stale).toBe(true);
    expect(summaryOf([feed('osv/npm', '2026-11-01T00:00:00.000Z')], 30 * DEFAULT_MAX_AGE).stale).toBe(false);
  });

  test('no advisories at all are stale, and as of never', () => {
    expect(summaryOf([feed('kev', fresh)])).toMatchObject({ asOf: undefined, stale: true, starter: false });
  });

  test('a starter set says so, until a feed is beside it', () => {
    expect(summaryOf([feed('starter', fresh)]).starter).toBe(true);
    expect(summaryOf([feed('starter', fresh), feed('osv/npm', fresh)]).starter).toBe(false);
  });
});
