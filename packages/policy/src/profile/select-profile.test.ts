import { PratiqueError } from '@pratique/foundation';
import type { Policy, Profile } from '@pratique/model';
import { describe, expect, it } from 'vitest';
import type { LoadedObjects } from '../load/objects.ts';
import type { PolicySet } from './policy-set.ts';
import { selectProfile } from './select-profile.ts';

function policy(name: string, change: Partial<Policy> = {}): Policy {
  return {
    name,
    title: name,
    subject: 'image',
    severity: 'low',
    parameters: {
      version: { type: 'int', default: 37 },
      grace: { type: 'duration', default: '72h' },
    },
    violates: 'image.runsAsRoot',
    message: name,
    remediation: 'x',
    decisions: { build: 'deny', deploy: 'warn' },
    scope: {},
    references: [],
    ...change,
  };
}

const objects = (...profiles: readonly Profile[]): LoadedObjects => ({
  policies: [policy('a'), policy('b'), policy('c')],
  profiles,
  exceptions: [],
  cases: [],
});

const base: Profile = { name: 'base', versions: ['v1.0', 'v1.29', 'v1.30'], policies: [{ name: 'b' }, { name: 'a' }] };

function versionsIn(set: PolicySet): unknown[] {
  return set.policies.map(({ parameters }) => parameters['version']);
}

describe('selectProfile', () => {
  it('binds policies in the order of their names, with their own decisions and defaults', () => {
    const set = selectProfile(objects({ name: 'plain', policies: [{ name: 'b' }, { name: 'a' }] }), {
      profile: 'plain',
    });
    expect(set.profile).toBe('plain');
    expect(set.policies).toMatchObject([
      {
        policy: { name: 'a' },
        parameters: { version: 37, grace: '72h' },
        decisions: { build: 'deny', registry: 'allow', deploy: 'warn', runtime: 'allow' },
        enforced: true,
        scopes: [],
      },
      { policy: { name: 'b' } },
    ]);
  });

  it.each([
    ['base', 30, 'base'],
    ['base@v1.29', 29, 'base@v1.29'],
    ['base@1.29', 29, 'base@v1.29'],
    ['base@v1.0', 0, 'base@v1.0'],
    ['base@latest', 30, 'base@v1.30'],
  ])('%s binds version %i', (profile, version, label) => {
    const set = selectProfile(objects(base), { profile });
    expect(versionsIn(set)).toEqual([version, version]);
    expect(set.profile).toBe(label);
  });

  it('takes entries of other profiles first; later ones change what they name', () => {
    const mine: Profile = {
      name: 'mine',
      extends: ['base'],
      policies: [
        { name: 'a', parameters: { grace: '1h' }, decisions: { build: 'warn' }, scope: { teams: ['x'] } },
        { name: 'c', parameters: { version: 5 } },
      ],
    };
    const set = selectProfile(objects(base, mine), { profile: 'mine@v1.29' });
    expect(set.policies).toMatchObject([
      {
        parameters: { version: 29, grace: '1h' },
        decisions: { build: 'warn', deploy: 'warn' },
        enforced: false,
        scopes: [{ teams: ['x'] }],
      },
      { parameters: { version: 29, grace: '72h' }, enforced: true },
      { parameters: { version: 5 } },
    ]);
  });

  it('leaves a version that a base pins where a later entry says nothing of it', () => {
    const pinned: Profile = {
      name: 'pinned',
      versions: ['v1.0', 'v1.30'],
      policies: [{ name: 'a', parameters: { version: 7 } }],
    };
    const mine: Profile = {
      name: 'mine',
      extends: ['pinned'],
      policies: [{ name: 'a', decisions: { build: 'warn' } }],
    };
    expect(versionsIn(selectProfile(objects(pinned, mine), { profile: 'mine' }))).toEqual([7]);
  });

  it('goes through a base once, however many ways lead to it', () => {
    const left: Profile = { name: 'left', extends: ['base'], policies: [{ name: 'a', parameters: { grace: '1h' } }] };
    const right: Profile = { name: 'right', extends: ['base'], policies: [] };
    const top: Profile = { name: 'top', extends: ['left', 'right'], policies: [] };
    const [a] = selectProfile(objects(base, left, right, top), { profile: 'top' }).policies;
    expect(a?.parameters['grace']).toBe('1h');
  });

  it('adds policies that no profile binds', () => {
    const extra = [policy('own'), policy('a', { decisions: {} })];
    const set = selectProfile(objects(base), { profile: 'base', extra });
    expect(set.policies.map(({ policy: { name }, decisions }) => [name, decisions.build])).toEqual([
      ['a', 'deny'],
      ['b', 'deny'],
      ['own', 'deny'],
    ]);
    expect(selectProfile(objects(), { extra })).toMatchObject({ profile: '', policies: [{}, {}] });
    expect(selectProfile(objects()).policies).toEqual([]);
  });

  it('has the same digest for the same content, and another for any other', () => {
    const digest = (change: Partial<Policy>, profile: Profile = base): string =>
      selectProfile({ ...objects(profile), policies: [policy('b'), policy('a', change)] }, { profile: profile.name })
        .digest;
    expect(digest({})).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(digest({ origin: { file: 'elsewhere', line: 3, column: 1 } })).toBe(digest({}));
    expect(digest({}, { ...base, policies: base.policies.toReversed() })).toBe(digest({}));
    const others = [
      digest({ violates: '!image.runsAsRoot' }),
      digest({ decisions: { build: 'warn' } }),
      digest({ scope: { teams: ['x'] } }),
      digest({}, { ...base, policies: [{ name: 'b' }, { name: 'a', parameters: { grace: '1h' } }] }),
      digest(
        {},
        { ...base, policies: [{ name: 'b' }, { name: 'a', overrides: [{ scope: { teams: ['x'] }, parameters: {} }] }] },
      ),
    ];
    expect(new Set([digest({}), ...others]).size).toBe(others.length + 1);
  });

  it.each<[string, readonly Profile[], string, string, string]>([
    ['no such profile', [base], 'bsae', 'policy/unknown-profile', 'did you mean "base"?'],
    ['no such version', [base], 'base@v1.99', 'policy/unknown-profile', 'its versions are v1.0, v1.29, v1.30'],
    ['no versions', [{ name: 'plain', policies: [] }], 'plain@v1.0', 'policy/unknown-profile', 'it has no versions'],
    [
      'no such policy',
      [{ name: 'x', policies: [{ name: 'z' }] }],
      'x',
      'policy/profile-invalid',
      'spec.policies[0].name: there is no such policy',
    ],
    [
      'a base that is wrong',
      [
        { name: 'x', extends: ['y'], policies: [] },
        { name: 'y', policies: [{ name: 'z' }] },
      ],
      'x',
      'policy/profile-invalid',
      'there is no such policy',
    ],
    [
      'no such base',
      [{ name: 'x', extends: ['y'], policies: [] }],
      'x',
      'policy/profile-invalid',
      'there is no such profile',
    ],
    [
      'itself',
      [
        { name: 'x', extends: ['y'], policies: [] },
        { name: 'y', extends: ['x'], policies: [] },
      ],
      'x',
      'policy/profile-invalid',
      'extends itself',
    ],
    [
      'a circle further down',
      [
        { name: 'x', extends: ['y'], policies: [] },
        { name: 'y', extends: ['z'], policies: [] },
        { name: 'z', extends: ['y'], policies: [] },
      ],
      'x',
      'policy/profile-invalid',
      'extends itself',
    ],
    [
      'a value of another type',
      [{ name: 'x', policies: [{ name: 'a', parameters: { grace: 5 } }] }],
      'x',
      'policy/profile-invalid',
      'must be a duration',
    ],
  ])('refuses %s', (_, profiles, profile, code, why) => {
    try {
      selectProfile(objects(...profiles), { profile });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(PratiqueError);
      const { code: actual, facts } = error as PratiqueError;
      expect(actual).toBe(code);
      expect(facts.why).toContain(why);
    }
  });
});
