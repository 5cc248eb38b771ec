import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../commands/commands.ts';
import { completionScript, shells } from './completion.ts';

function has(shell: string): boolean {
  return spawnSync(shell, ['-c', 'true']).status === 0;
}

/** What bash offers when the last word is completed. */
function offeredByBash(words: readonly string[]): readonly string[] {
  const script = `${completionScript('bash', commands)}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pratique; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
}

describe.each(shells)('%s', (shell) => {
  const script = completionScript(shell, commands);

  test('knows every command and every option', () => {
    for (const { name, options } of commands) {
      for (const word of name.split(' ')) expect(script).toContain(word);
      for (const option of options)
        expect(script).toContain(shell === 'fish' ? `-l ${option.name}` : `--${option.name}`);
    }
  });

  test.runIf(has(shell))('is a script that the shell can read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pratique-completion-'));
    writeFileSync(join(folder, 'script'), script);
    const { status, stderr } = spawnSync(shell, ['-n', join(folder, 'script')], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});

describe.runIf(has('bash'))('bash offers', () => {
  test.each([
    [['pratique', 'adv'], ['advisories']],
    [
      ['pratique', 'versions', ''],
      ['compare', 'check'],
    ],
    [['pratique', 'scan', '--fail-on', 'h'], ['high']],
    [
      ['pratique', 'scan', 'x', '--format', 'json', '--format', 's'],
      ['sarif', 'spdx'],
    ],
    [['pratique', 'scan', '--kern'], ['--kernel-headers']],
    [
      ['pratique', 'scan', 'oci'],
      ['oci-archive:', 'oci-dir:'],
    ],
    [['pratique', 'scan', '-o', 'j'], []],
    [['pratique', 'versions', 'check', 'pep'], ['pep440']],
    [['pratique', 'completion', 'z'], ['zsh']],
    [['pratique', 'help', 'sb'], ['sbom']],
  ])('%j: %j', (words, offered) => {
    expect(offeredByBash(words)).toEqual(offered);
  });
});

describe.runIf(has('fish'))('fish offers', () => {
  test.each([
    ['pratique adv', ['advisories']],
    ['pratique advisories up', ['update']],
    ['pratique scan --fail-on h', ['high']],
    ['pratique versions check pep', ['pep440']],
  ])('%s: %j', (line, offered) => {
    const script = `${completionScript('fish', commands)}\ncomplete -C '${line}'`;
    const { stdout } = spawnSync('fish', ['--no-config', '-c', script], { encoding: 'utf8' });
    const words = stdout.split('\n').flatMap((text) => text.split('\t')[0] || []);
    expect(words).toEqual(offered);
  });
});
