import type { SchemeId } from '@pratique/model';
import type { FuzzTarget } from '@pratique/testkit';
import { checkLines } from './check-lines.ts';
import { schemeIds, versionScheme } from './schemes.ts';

/** Three lines each: two versions and a range. */
const seeds: Readonly<Record<SchemeId, readonly string[]>> = {
  deb: ['1:2.4.1-1~deb12u1\n2.4.1+dfsg-2ubuntu0.1\n>= 1.0, << 2.0-1'],
  rpm: ['1:1.1.1k-14.el8_10\n1.0~rc1^git2-3.el9\n>= 1.0-1, < 2.0'],
  apk: ['1.2.3b_rc1_p2~abc-r4\n6.6.2p1-r0\n>=1.2.3-r1 <2 || ~3.1'],
  alpm: ['1:2.0rc1-1\n2..0_1-2\n>=1.0-1 <2'],
  semver: ['1.2.3-alpha.1+build\nv01.2.3beta\n^1.2.3 || ~2.1 || 1.2.3 - 2.x || >=1.0.0, <2'],
  pep440: ['1!2.0rc1.post2.dev3+local.1\n1.0-1\n>=1.0,!=1.5.*,<2.0,~=1.4 || ===3.0+x'],
  maven: ['1.0-alpha-1-SNAPSHOT\n9.0.0.M1\n[1.0,2.0),(,0.5],[3.1]'],
  gem: ['1.0.0.rc1\n1.2-3\n~> 1.2.3, >= 1.0, != 1.5'],
  nuget: ['1.2.3.4-Beta.1+meta\n1.01\n[1.0,2.0-rc)', '1.0\n2.0\n1.2.*-*'],
  composer: ['v1.2.3-beta.2-dev\n2010-01-02\n^1.2 || ~2.1,!=2.1.5 || 1.0 - 2.0 | dev-main || >=3.0@beta'],
  go: ['v1.2.4-0.20200101000000-abcdef+incompatible\ngo1.21rc2\n>=1.2.0 <1.3'],
  hex: ['1.2.3-dev.1\n3.0\n~> 2.1 and != 2.1.5 or >= 3.0.0'],
  pub: ['1.2.3-pre.1+build.2\n1.0.0\n^1.2.3 || >=2.0.0-dev <2.0.0'],
  cran: ['1.2-3\n0.01.0\n>= 1.2, < 2'],
  hackage: ['1.2.3.4\n0.1\n>=1.2 && <1.3 || ==1.4.* || ^>=2.0.1'],
  generic: ['jdk-17.0.8+7\n1.1.1w\n>= 1.0, < 9.9p1', '8u362-b09\n9.0.0.M1~x\n<1'],
};

function target(id: SchemeId): FuzzTarget {
  const scheme = versionScheme(id);
  return {
    name: `versions/${id}`,
    seeds: () => seeds[id].map((seed) => Buffer.from(seed)),
    run(input) {
      const [a = '', b = '', ...range] = input.toString('utf8').split('\n');
      checkLines(id, [`${a} < ${b}`]);
      if (scheme.isValid(a) && scheme.compare(a, a) !== 0) throw new Error('a version differs from itself');
      if (scheme.isValid(a) && scheme.isValid(b)) {
        const sum = Math.sign(scheme.compare(a, b)) + Math.sign(scheme.compare(b, a));
        if (sum !== 0) throw new Error('the order depends on the direction');
      }
      scheme.satisfies('1.0', range.join('\n'));
    },
  };
}

/** One target per scheme: versions and ranges from arbitrary bytes. */
export const targets: readonly FuzzTarget[] = schemeIds.map(target);
