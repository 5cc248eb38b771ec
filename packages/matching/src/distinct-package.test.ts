import { fixedClock } from '@pratique/foundation';
import { buildAdvisory, buildDistribution, buildPackage, buildSbom, memoryAdvisoryDatabase } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { distinctPackageKeys, distinctPackages, matchDistinctPackage } from './distinct-package.ts';
import { matchPackages } from './match-packages.ts';

const debian = buildDistribution('debian', '12', { prettyName: 'Debian GNU/Linux 12' });
const openssl = buildPackage({ type: 'deb', name: 'openssl', version: '3.0.1', purl: 'pkg:deb/debian/openssl@3.0.1' });
const wheel = buildPackage({ type: 'pypi', name: 'requests', version: '2.0.0', ownedBy: openssl.purl });
const lodash = buildPackage({ type: 'npm', name: 'lodash', version: '4.17.0' });
const unknownRelease = buildPackage({ type: 'cargo', name: 'serde', version: '1.0.0' });
const database = memoryAdvisoryDatabase({
  covers: ['Debian:12', 'npm', 'PyPI'],
  records: [
    buildAdvisory({ id: 'CVE-2026-0001' }, { ecosystem: 'Debian:12', name: 'openssl', scheme: 'deb', fixed: '3.0.2' }),
    buildAdvisory({ id: 'CVE-2026-0002' }, { ecosystem: 'npm', name: 'lodash', scheme: 'semver', fixed: '4.17.21' }),
    buildAdvisory({ id: 'CVE-2026-0003' }, { ecosystem: 'PyPI', name: 'requests', scheme: 'pep440', fixed: '2.1' }),
  ],
});

describe('distinct packages', () => {
  const sbom = buildSbom([openssl, wheel, lodash, unknownRelease], { distribution: debian });

  test('say together what the whole SBOM says', () => {
    const matches = distinctPackages(sbom).map((one) => matchDistinctPackage(one, database));
    const whole = matchPackages({ sbom, database, clock: fixedClock('2026-11-01') });
    const found = matches.flatMap(({ findings }) => findings);
    expect(found.filter(({ suppressed }) => !suppressed)).toEqual(expect.arrayContaining([...whole.findings]));
    expect(found.filter(({ suppressed }) => suppressed)).toEqual(whole.suppressed);
    expect(found).toHaveLength(3);
    expect(matches.filter(({ notAssessed }) => notAssessed)).toHaveLength(whole.notAssessed.length);
  });

  test('are equal where only places differ', () => {
    const moved = {
      ...lodash,
      locations: [{ path: 'elsewhere' }],
      layer: 'sha256:aa' as const,
      dependsOn: ['pkg:npm/a@1'],
    };
    expect(distinctPackages(buildSbom([moved]))).toEqual(
      distinctPackages(buildSbom([lodash], { distribution: debian })),
    );
  });

  test('keep the release of OS packages, and what their names are asked for under', () => {
    const [inTwelve] = distinctPackages(sbom);
    const [inThirteen] = distinctPackages(buildSbom([openssl], { distribution: buildDistribution('debian', '13') }));
    expect(inTwelve).not.toEqual(inThirteen);
    expect(inTwelve && distinctPackageKeys(inTwelve)).toMatchObject([{ ecosystem: 'Debian:12', name: 'openssl' }]);
  });

  test('of two with one purl the first counts', () => {
    expect(distinctPackages(buildSbom([lodash, { ...lodash, version: '5' }]))).toHaveLength(1);
  });
});
