import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseInvocation, selectCommand } from '../cli/parse.ts';
import { commands } from './commands.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-usage-'));
  process.env['PRATIQUE_DATA'] = folder;
});
afterAll(() => {
  delete process.env['PRATIQUE_DATA'];
  rmSync(folder, { recursive: true, force: true });
});

async function run(line: string): Promise<number> {
  const selected = selectCommand(commands, line.split(' '));
  if (!selected) throw new Error(`no command: ${line}`);
  const { args, options } = parseInvocation(selected.command, selected.rest);
  const { run: command } = await selected.command.load();
  return command({ args, options, signal: new AbortController().signal });
}

/** None of these gets as far as its target: `a` is an image of a registry that must not be asked. */
describe('is refused before anything is read', () => {
  test.each([
    ['scan a --on-unknown maybe', 'cli/usage', /--on-unknown maybe: it takes fail, pass/],
    ['scan a --fail-on awful', 'cli/usage', /--fail-on awful: it takes critical/],
    ['scan a --severity high,bad', 'cli/usage', /--severity bad: it takes/],
    ['scan a --severity ,', 'cli/usage', /--severity/],
    ['scan a --at yesterday', 'cli/usage', /--at yesterday/],
    ['scan a --at 5', 'cli/usage', /--at 5/],
    ['scan a --at 2026-13-01', 'cli/usage', /--at 2026-13-01/],
    ['scan a --max-advisory-age 3', 'cli/usage', /--max-advisory-age 3/],
    ['scan a --registry-mirror x', 'cli/usage', /--registry-mirror x/],
    ['scan a --platform linux/a/b/c', 'oci/platform-invalid', /linux\/a\/b\/c/],
    ['scan a --format json --format sarif', 'cli/usage', /json and sarif/],
    ['scan a -o report', 'cli/usage', /report/],
    ['scan a -o /missing-folder/report.json', 'cli/output-failed', /missing-folder/],
    ['scan a --vex /missing.json', 'cli/unreadable', /missing\.json/],
    ['sbom a -o /missing-folder/a.cdx.json', 'cli/output-failed', /missing-folder/],
    ['sbom a -o a.txt', 'cli/usage', /a\.txt/],
    ['versions compare nonsense 1 2', 'cli/usage', /SCHEME nonsense: it takes deb/],
    ['completion tcsh', 'cli/usage', /SHELL tcsh: it takes bash/],
  ])('%s: %s', async (line, code, named) => {
    const refused = expect(run(line)).rejects;
    await refused.toMatchObject({ code, message: expect.stringMatching(named) });
  });
});
