import { schemeIds } from '@pratique/versions';
import { describe, expect, test } from 'vitest';
import { commands } from '../commands/commands.ts';
import { exitCodeMeanings } from '../exit-codes.ts';
import { shells } from './completion.ts';
import { commandHelp, groupHelp, optionUsage, programHelp } from './help.ts';
import { commonOptions } from './parse.ts';

describe.each(commands.map((command) => [command.name, command] as const))('help of %s', (_, command) => {
  const help = commandHelp(command);

  test('names every argument, option and choice', () => {
    for (const arg of command.args) expect(help).toContain(arg);
    for (const option of [...command.options, ...commonOptions]) expect(help).toContain(optionUsage(option));
    const words = help.split(/[\s.,]+/);
    for (const choice of Object.values(command.argumentChoices ?? {}).flat()) expect(words).toContain(choice);
  });

  test('fits a terminal, but for long lists of choices and examples', () => {
    const prose = help.split('\n').filter((line) => !line.includes('|') && !line.startsWith('  pratique'));
    for (const line of prose) expect(line.length).toBeLessThanOrEqual(110);
  });

  test('its examples begin with its name, and its summary is one line', () => {
    for (const example of command.examples) expect(example).toContain(`pratique ${command.name}`);
    expect(command.summary).toMatch(/^[A-Z].*\.$/);
  });
});

test('options are spelled alike, and short ones are not taken twice', () => {
  for (const { options } of commands) {
    for (const { name } of options) expect(name).toMatch(/^[a-z][a-z-]*[a-z]$/);
    const shorts = [...options, ...commonOptions].flatMap(({ short }) => short ?? []);
    expect(new Set(shorts).size).toBe(shorts.length);
  }
});

test('help of the program names every command and exit code', () => {
  const help = programHelp(commands, exitCodeMeanings);
  for (const { name } of commands) expect(help).toContain(`  ${name}`);
  for (const code of Object.keys(exitCodeMeanings)) expect(help).toContain(`\n  ${code}  `);
});

test('help of a group names its commands', () => {
  const group = commands.filter(({ name }) => name.startsWith('versions '));
  expect(groupHelp('versions', group)).toMatch(/versions compare SCHEME A B[^]*versions check SCHEME/);
});

// Listed by hand, since the help must not load what the list comes from.
test('choices are those of the packages that take them', () => {
  const choices = (name: string, arg: string) =>
    commands.find((command) => command.name === name)?.argumentChoices?.[arg];
  expect(choices('versions check', 'SCHEME')).toEqual(schemeIds);
  expect(choices('versions compare', 'SCHEME')).toEqual(schemeIds);
  expect(choices('completion', 'SHELL')).toEqual(shells);
});
