import { describe, expect, test } from 'vitest';
import type { CommandSpec } from './command.ts';
import { commandsOf, parseInvocation, selectCommand, unknownCommand } from './parse.ts';

function command(name: string, more: Partial<CommandSpec> = {}): CommandSpec {
  const load = async () => ({ run: async () => 0 as const });
  return { name, args: [], summary: `Does ${name}.`, options: [], examples: [], load, ...more };
}

const scan = command('scan', {
  args: ['TARGET'],
  options: [
    { name: 'format', value: 'FORMAT', choices: ['table', 'json'], repeatable: true, summary: 'Form.' },
    { name: 'output', short: 'o', value: 'FILE', repeatable: true, summary: 'File.' },
    { name: 'fail-on', value: 'SEVERITY', choices: ['critical', 'high'], summary: 'Fail.' },
    { name: 'fixable', summary: 'Fixable.' },
  ],
});
const commands = [scan, command('advisories update'), command('advisories status'), command('advisories')];

describe('selectCommand', () => {
  test.each([
    ['scan x', 'scan', ['x']],
    ['advisories update --from x', 'advisories update', ['--from', 'x']],
    ['advisories', 'advisories', []],
    ['advisories updat', 'advisories', ['updat']],
  ])('%s selects %s', (words, name, rest) => {
    const selected = selectCommand(commands, words.split(' '));
    expect([selected?.command.name, selected?.rest]).toEqual([name, rest]);
  });

  test.each(['', 'scans', 'update', 'x scan', '--format'])('%j selects nothing', (words) => {
    expect(selectCommand(commands, words.split(' '))).toBeUndefined();
  });
});

describe('parseInvocation', () => {
  test('repeatable options keep their order, flags are true', () => {
    const words = ['--format', 'json', '-o', 'a', 'target', '-ob', '--format=table', '--fixable'];
    expect(parseInvocation(scan, words)).toEqual({
      args: ['target'],
      options: expect.objectContaining({ format: ['json', 'table'], output: ['a', 'b'], fixable: true }),
    });
  });

  test('a dash alone is a value; words behind -- are arguments', () => {
    expect(parseInvocation(scan, ['-o', '-', '--', '--target']).args).toEqual(['--target']);
  });

  test('case does not matter where there are choices', () => {
    const { options } = parseInvocation(scan, ['x', '--fail-on', 'HIGH', '--format', 'Json']);
    expect(options).toMatchObject({ 'fail-on': 'high', format: ['json'] });
  });

  test('--help needs no arguments', () => {
    expect(parseInvocation(scan, ['--help']).options['help']).toBe(true);
    expect(parseInvocation(scan, ['-h', '--format', 'nope']).options['help']).toBe(true);
  });

  test.each([
    [[], /TARGET is missing/],
    [['a', 'b'], /b: .* takes no further argument/],
    [['--formt', 'json', 'a'], /no option --formt; did you mean --format\?/],
    [['-x', 'a'], /no option -x/],
    [['a', '--format'], /'--format <value>' argument missing/],
    [['a', '--fixable=1'], /'--fixable' does not take an argument/],
    [['a', '-o', '--fixable'], /option '-o' argument is ambiguous$/],
    [['a', '--format', 'yaml'], /--format yaml: it takes table, json/],
    [['a', '--fail-on', 'constructor'], /--fail-on constructor/],
    [['a', '--__proto__', 'x'], /no option --__proto__/],
  ])('%j is one usage error', (words, message) => {
    expect(() => parseInvocation(scan, words)).toThrow(expect.objectContaining({ code: 'cli/usage' }));
    expect(() => parseInvocation(scan, words)).toThrow(message);
  });

  test('arguments are held against their choices', () => {
    const compare = command('compare', { args: ['SCHEME', 'A'], argumentChoices: { SCHEME: ['deb', 'rpm'] } });
    expect(parseInvocation(compare, ['DEB', 'X']).args).toEqual(['deb', 'X']);
    expect(() => parseInvocation(compare, ['dpkg', '1'])).toThrow(/SCHEME dpkg: it takes deb, rpm/);
  });

  test('an argument that repeats takes any number, an optional one none', () => {
    expect(parseInvocation(command('check', { args: ['PATH…'] }), ['a', 'b', 'c']).args).toHaveLength(3);
    expect(parseInvocation(command('list', { args: ['[NAME]'] }), []).args).toEqual([]);
  });
});

describe('unknownCommand', () => {
  const groups = [scan, command('advisories update'), command('advisories status')];

  test.each([
    ['scna', /`pratique scna`: there is no such command; did you mean scan\?/],
    ['zzz', /`pratique zzz`: there is no such command$/],
    ['advisories', /`pratique advisories`: one word more is needed: update, status/],
    ['advisories --from', /one word more is needed/],
    ['advisories udpate x', /`pratique advisories udpate`: there is no such command; did you mean update\?/],
  ])('%s', (words, message) => {
    expect(unknownCommand(groups, words.split(' ')).message).toMatch(message);
  });

  test('a long word is cut', () => {
    expect(unknownCommand(groups, ['x'.repeat(10_000)]).message.length).toBeLessThan(250);
  });
});

test('commandsOf gives the commands of a group only', () => {
  expect(commandsOf(commands, 'advisories').map(({ name }) => name)).toEqual([
    'advisories update',
    'advisories status',
  ]);
  expect(commandsOf(commands, 'scan')).toEqual([]);
});
