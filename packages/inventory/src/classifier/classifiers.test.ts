import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatPurl } from '@pratique/model';
import { catalogBytes } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { programCataloger } from './cataloger.ts';
import { classifiers, classifierTable } from './classifiers.ts';
import { goPrograms } from './data/go-programs.ts';

interface Slice {
  readonly classifier: string;
  readonly path: string;
  readonly version: string;
  readonly slice: string;
}

const folder = join(import.meta.dirname, 'fixtures');
/** Bytes written by hand after descriptions of real builds, as Latin-1. */
interface Synthetic {
  readonly classifier: string;
  readonly path: string;
  readonly bytes: string;
  readonly purl: string;
}

const synthetic = JSON.parse(readFileSync(join(folder, 'synthetic.json'), 'utf8')) as readonly Synthetic[];
const slices = JSON.parse(readFileSync(join(folder, 'slices.json'), 'utf8')) as readonly Slice[];

describe('bytes of real builds', () => {
  test.each(slices)('$classifier: $path is $version', async ({ classifier, path, version, slice }) => {
    const bytes = readFileSync(join(folder, 'slices', slice));
    const { packages, unknowns } = await catalogBytes(programCataloger, path, bytes);
    expect(unknowns).toBeUndefined();
    expect(packages?.map((found) => [found.properties?.['classifier'], found.version])).toEqual([
      [classifier, version],
    ]);
  });
});

describe('bytes written after descriptions', () => {
  test.each(synthetic)('$classifier: $purl', async ({ classifier, path, bytes, purl }) => {
    const { packages } = await catalogBytes(programCataloger, path, Buffer.from(bytes, 'latin1'));
    expect(packages?.map((found) => [found.properties?.['classifier'], formatPurl(found.purl)])).toEqual([
      [classifier, purl],
    ]);
  });
});

describe('the table of classifiers', () => {
  const real = new Set(slices.map(({ classifier }) => classifier));
  const invented = new Set(synthetic.map(({ classifier }) => classifier));

  test.each(classifiers)('$id is tested on what it says', ({ id, evidence }) => {
    expect(evidence === 'real' ? real.has(id) : invented.has(id) && !real.has(id)).toBe(true);
  });

  test('has distinct, well-formed ids', () => {
    const ids = classifierTable.map(({ id }) => id);
    expect(ids.filter((id) => !/^[a-z][a-z0-9-]*$/.test(id))).toEqual([]);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    expect(classifierTable).toHaveLength(classifiers.length + goPrograms.length);
  });

  test('looks at no more than 4 KiB around an anchor, which is longer than a byte', () => {
    for (const { rules } of classifiers) {
      for (const { anchors, window = [0, 160], pattern } of rules) {
        expect(window[0] + window[1]).toBeLessThanOrEqual(4096);
        expect(anchors.every((anchor) => anchor.length >= 2)).toBe(true);
        expect(pattern.source).toContain('(?<version>');
        expect(pattern.global).toBe(false);
      }
    }
  });
});
