import calculators from 'ae-cvss-calculator';
import { seededRandom } from '@pratique/testkit';
import { describe, expect, test } from 'vitest';
import { scoreOf } from './score.ts';

/** Every combination of the values of the metrics. */
function combinations(metrics: Readonly<Record<string, string>>): string[] {
  return Object.entries(metrics).reduce<string[]>(
    (vectors, [name, values]) => vectors.flatMap((vector) => [...values].map((value) => `${vector}/${name}:${value}`)),
    [''],
  );
}

const base3 = { AV: 'NALP', AC: 'LH', PR: 'NLH', UI: 'NR', S: 'UC', C: 'HLN', I: 'HLN', A: 'HLN' };
const base2 = { AV: 'LAN', AC: 'HML', Au: 'MSN', C: 'NPC', I: 'NPC', A: 'NPC' };
const base4 = {
  AV: 'NALP',
  AC: 'LH',
  AT: 'NP',
  PR: 'NLH',
  UI: 'NPA',
  VC: 'HLN',
  VI: 'HLN',
  VA: 'HLN',
  SC: 'HLN',
  SI: 'HLN',
  SA: 'HLN',
};
const more4 = { E: 'XAPU', CR: 'XHML', IR: 'XHML', AR: 'XHML', MAV: 'XNALP', MVC: 'XHLN', MSI: 'XSHLN', MSA: 'XSHLN' };

function randomVectors4(count: number): string[] {
  const random = seededRandom(4);
  const pick = (values: string): string => values[Math.floor(random() * values.length)] ?? '';
  return Array.from({ length: count }, () => {
    const base = Object.entries(base4).map(([name, values]) => `/${name}:${pick(values)}`);
    const more = Object.entries(more4).filter(() => random() < 0.3);
    return `CVSS:4.0${base.join('')}${more.map(([name, values]) => `/${name}:${pick(values)}`).join('')}`;
  });
}

describe('scoreOf agrees with an independent calculator', () => {
  test.each(['3.0', '3.1'] as const)('on every base vector of CVSS %s', (version) => {
    const Calculator = version === '3.0' ? calculators.Cvss3P0 : calculators.Cvss3P1;
    for (const metrics of combinations(base3)) {
      const vector = `CVSS:${version}${metrics}`;
      expect(scoreOf({ version, vector }), vector).toBe(new Calculator(vector).calculateScores().base);
    }
  });

  test('on every base vector of CVSS 2.0', () => {
    for (const metrics of combinations(base2)) {
      const vector = metrics.slice(1);
      expect(scoreOf({ version: '2.0', vector }), vector).toBe(new calculators.Cvss2(vector).calculateScores().base);
    }
  });

  test('on random vectors of CVSS 4.0, with threat and environmental metrics', () => {
    for (const vector of randomVectors4(1500)) {
      expect(scoreOf({ version: '4.0', vector }), vector).toBe(
        new calculators.Cvss4P0(vector).calculateScores().overall,
      );
    }
  });
});

describe('scoreOf', () => {
  test.each([
    ['2.0', '(AV:N/AC:L/Au:N/C:C/I:C/A:C)', 10],
    ['3.1', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
    ['3.1', 'CVSS:3.1/C:H/I:H/A:H/AV:N/AC:L/PR:N/UI:N/S:U', 9.8],
    ['3.1', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
    ['4.0', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N', 0],
    ['4.0', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/U:Red', 10],
  ] as const)('%s %s is %s', (version, vector, score) => {
    expect(scoreOf({ version, vector })).toBe(score);
  });

  test.each([
    ['3.1', 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H'],
    ['3.1', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H'],
    ['3.1', 'CVSS:3.1/AV:N/AV:L/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H'],
    ['3.1', 'CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H'],
    ['3.1', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/constructor:x'],
    ['2.0', ''],
    ['4.0', 'CVSS:4.0/'],
    ['4.0', `CVSS:4.0/${'AV:N/'.repeat(100_000)}`],
  ] as const)('%s %.60s is none', (version, vector) => {
    expect(scoreOf({ version, vector })).toBeUndefined();
  });
});
