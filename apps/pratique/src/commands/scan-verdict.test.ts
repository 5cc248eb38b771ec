import type { Finding, ScanResult, Severity } from '@pratique/model';
import { buildPackage, buildSbom } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { judge } from './scan-verdict.ts';

const pkg = buildPackage({ type: 'npm', name: 'x', version: '1' });

function finding(severity: Severity, fixedIn = ''): Finding {
  return { severity, fixedIn } as Finding;
}

function result(findings: readonly Finding[], more: Partial<ScanResult> = {}): ScanResult {
  return {
    sbom: buildSbom([pkg]),
    findings,
    suppressed: [],
    notAssessed: [],
    unknowns: [],
    database: { generation: 1, asOf: '2026-11-21T00:00:00Z', stale: false, starter: false, feeds: [] },
    scannedAt: '2026-11-21T00:00:00Z',
    ...more,
  };
}

const high = { severity: 'high', fixable: false } as const;

describe('judge', () => {
  test.each<[readonly Finding[], number]>([
    [[], 0],
    [[finding('medium')], 0],
    [[finding('high')], 1],
    [[finding('low'), finding('critical')], 1],
    [[finding('negligible')], 0],
    // Nobody said how bad it is: it might be what is asked for.
    [[finding('unknown')], 3],
    [[finding('unknown'), finding('high')], 1],
  ])('%j at high: exit %i', (findings, code) => {
    expect(judge(result(findings), high, 'fail').code).toBe(code);
  });

  test('with --fixable only findings with a fix deny or are in doubt', () => {
    const fixable = { severity: 'high', fixable: true } as const;
    expect(judge(result([finding('critical')]), fixable, 'fail').code).toBe(0);
    expect(judge(result([finding('critical', '2')]), fixable, 'fail').code).toBe(1);
    expect(judge(result([finding('unknown')]), fixable, 'fail').code).toBe(0);
    expect(judge(result([finding('unknown', '2')]), fixable, 'fail').code).toBe(3);
  });

  test.each<[string, Partial<ScanResult>, RegExp]>([
    ['not assessed', { notAssessed: [{ package: pkg.purl, reason: 'x' }] }, /1 package was not assessed/],
    ['unknowns', { unknowns: [{ code: 'malformed', reason: 'x' }] }, /1 thing could not be told/],
    ['no packages', { sbom: buildSbom([]) }, /no packages were found/],
    ['stale', { database: { generation: 1, stale: true, starter: false, feeds: [] } }, /stale/],
  ])('%s: exit 3, unless unknown passes', (_, more, reason) => {
    const told = judge(result([], more), high, 'fail');
    expect(told.code).toBe(3);
    expect(told.reason).toMatch(reason);
    const passed = judge(result([], more), high, 'pass');
    expect(passed.code).toBe(0);
    expect(passed.reason).toMatch(/allowed by --on-unknown pass/);
  });

  test('a denial is not softened by a doubt', () => {
    const doubtful = result([finding('high')], { notAssessed: [{ package: pkg.purl, reason: 'x' }] });
    expect(judge(doubtful, high, 'pass')).toMatchObject({ code: 1, reason: 'denied: 1 finding is high or worse' });
  });
});
