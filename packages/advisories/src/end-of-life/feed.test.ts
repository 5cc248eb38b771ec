import { gzipSync } from 'node:zlib';
import { describeFeed } from '@pratique/testkit';
import { expect } from 'vitest';
import { defaultAdvisoryLimits } from '../limits.ts';
import { endOfLifeFeed } from './feed.ts';

const api = [
  {
    cycle: '12',
    releaseDate: '2023-06-10',
    eol: '2026-07-11',
    extendedSupport: '2028-06-30',
    latest: '12.15',
    lts: false,
    codename: 'Bookworm',
  },
  { cycle: 11, eol: true },
  { cycle: '10', eol: 'soon' },
];
const source = {
  debian: {
    title: 'Debian',
    releases: [
      {
        releaseCycle: '12',
        codename: 'Bookworm',
        releaseDate: '2023-06-10',
        eol: '2026-07-11',
        eoes: '2028-06-30',
        latest: '12.15',
      },
    ],
  },
  go: { releases: [{ releaseCycle: '1.27', eol: false }] },
};
const full = {
  schema_version: '1.2.0',
  result: [
    {
      name: 'debian',
      releases: [
        {
          name: '12',
          codename: 'Bookworm',
          releaseDate: '2023-06-10',
          isEol: true,
          eolFrom: '2026-07-11',
          isEoes: false,
          eoesFrom: '2028-06-30',
          latest: { name: '12.15' },
        },
      ],
    },
    { name: 'go', releases: [{ name: '1.27', isEol: false, eolFrom: null, latest: null }] },
  ],
};
const bookworm = {
  product: 'debian',
  cycle: '12',
  codename: 'Bookworm',
  released: '2023-06-10',
  endOfLife: '2026-07-11',
  extendedSupport: '2028-06-30',
  latest: '12.15',
};
const go = { product: 'go', cycle: '1.27', endOfLife: false };

describeFeed(endOfLifeFeed(defaultAdvisoryLimits), import.meta.dirname, [
  {
    title: "the site's own source",
    files: { 'eol/products.json.gz': gzipSync(JSON.stringify(source)), 'eol/api/debian.json': '[' },
    batches: [{ feed: 'end-of-life', covers: [], records: 2 }],
    check: ([batch]) =>
      expect(batch?.records.map((record) => 'record' in record && record.record)).toEqual([bookworm, go]),
  },
  {
    title: 'version 1 of the API',
    web: true,
    files: { 'api/v1/products/full': JSON.stringify(full) },
    batches: [{ feed: 'end-of-life', records: 2 }],
    check: ([batch]) =>
      expect(batch?.records.map((record) => 'record' in record && record.record)).toEqual([bookworm, go]),
  },
  {
    title: 'one file per product, as on the web',
    web: true,
    files: { 'api/debian.json': JSON.stringify(api), 'api/redis.json': '<html>' },
    batches: [{ feed: 'end-of-life', records: 2, rejected: ['debian/10', 'redis'] }],
    check: ([batch]) =>
      expect(batch?.records).toMatchObject([
        { record: bookworm },
        { record: { product: 'debian', cycle: '11', endOfLife: true } },
        {},
        {},
      ]),
  },
  {
    title: 'one file per product, in a folder',
    files: { 'eol/api/anything.json': JSON.stringify(api.slice(0, 1)), 'eol/api/NOT A NAME.json': '[]' },
    batches: [{ feed: 'end-of-life', records: 1 }],
  },
]);
