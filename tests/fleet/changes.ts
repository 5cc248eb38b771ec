import * as fc from 'fast-check';
import { clusters, packages, keys, policyNames, repositories, vulnerabilities } from './universe.ts';

const pick = <T>(items: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...items);

const image = fc.record({
  number: fc.nat(11),
  repository: pick(repositories),
  packages: fc.uniqueArray(fc.nat(packages.length - 1), { maxLength: 6 }),
  distribution: fc.nat(2),
  user: pick(['', 'app']),
  ageHours: fc.nat(200),
  ssh: fc.boolean(),
  unread: fc.nat(5),
});
const advisory = fc.record({
  id: pick(vulnerabilities),
  key: fc.nat(keys.length - 1),
  fixed: pick(['', '3.0.2', '2.37', '4.18.0', '9']),
  severity: pick(['critical', 'high', 'low'] as const),
  daysAgo: fc.nat(6),
  cwes: fc.nat(2),
});
const container = fc.record({
  uid: fc.nat(9),
  image: fc.nat(11),
  byConfig: fc.boolean(),
  namespace: pick(['web', 'sandbox-a', 'data']),
  team: pick(['red', 'blue', '']),
  labels: pick<Record<string, string>>([{}, { tier: 'gold' }, { tier: 'iron', other: 'x' }]),
  workload: pick(['a', 'b']),
});
const exception = fc.record({
  policy: pick([...policyNames, '*']),
  vulnerability: pick([...vulnerabilities, '']),
  repository: pick([...repositories, 'shop/*', '']),
  image: fc.option(fc.nat(11), { nil: undefined, freq: 5 }),
  clusters: pick([[], ['prod']]),
  expiresIn: pick([24, 72, 100, 0]),
  approved: fc.boolean(),
});
/** One change of any kind. */
export const change = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('add' as const), images: fc.array(image, { minLength: 1, maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), image: fc.nat(11) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('advisories' as const), put: fc.array(advisory, { maxLength: 3 }), withdrawn: fc.array(fc.nat(20), { maxLength: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('exploited' as const), id: pick(vulnerabilities), exploited: fc.boolean(), epss: pick([undefined, 0.1, 0.55, 0.9]) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('covers' as const), covers: fc.subarray(['Debian:12', 'Debian:13', 'npm', 'PyPI']) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('containers' as const), cluster: pick(clusters), snapshot: fc.boolean(), put: fc.array(container, { maxLength: 5 }), removed: fc.array(fc.nat(9), { maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('policies' as const), names: fc.subarray(policyNames), grace: pick(['24h', '100h']), edge: pick(['1h', '200h']), most: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('exceptions' as const), exceptions: fc.array(exception, { maxLength: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('clock' as const), hours: pick([1, 24, 49, 73]) }) },
); // prettier-ignore

type ValueOf<A> = A extends fc.Arbitrary<infer T> ? T : never;
export type Change = ValueOf<typeof change>;
export type ChangeOf<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;
export type RandomImage = ValueOf<typeof image>;
export type RandomContainer = ValueOf<typeof container>;
