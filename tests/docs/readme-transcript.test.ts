import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { describeWithTestData } from '@pratique/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseOfAll, type TestDatabase } from '../ground-truth/databases.ts';

const root = dirname(dirname(import.meta.dirname));

interface Step {
  readonly command: string;
  /** Lines as printed; `…` stands for any number of lines. */
  readonly output: readonly string[];
}

/** Commands of the README's console blocks, each with what it prints. */
function readSteps(text: string): readonly Step[] {
  const blocks = [...text.matchAll(/^```console\n(?<body>[\s\S]*?)^```/gm)].map(
    (match) => match.groups?.['body'] ?? '',
  );
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = '', ...output] = part.trimEnd().split('\n');
        return { command, output };
      }),
  );
}

/** The first line of a transcript that the real output does not have in its place; undefined where all agree. */
function firstDifference(wanted: readonly string[], real: readonly string[]): string | undefined {
  let at = 0;
  let anywhere = false;
  for (const line of wanted) {
    if (line === '…') {
      anywhere = true;
      continue;
    }
    const found = anywhere ? real.indexOf(line, at) : real[at] === line ? at : -1;
    if (found < 0) return line;
    at = found + 1;
    anywhere = false;
  }
  return undefined;
}

test('the README has a transcript', () => {
  expect(readSteps(readFileSync(join(root, 'README.md'), 'utf8')).length).toBeGreaterThan(5);
});

describeWithTestData('the README’s transcript', (data) => {
  let folder: string;
  let database: TestDatabase;
  beforeAll(async () => {
    database = await databaseOfAll(data);
    folder = mkdtempSync(join(tmpdir(), 'pratique-readme-'));
    mkdirSync(join(folder, 'bin'));
    // What boot does for `npm start --`, without installing.
    const npm = join(folder, 'bin/npm');
    const main = join(root, 'apps/pratique/src/main.ts');
    writeFileSync(npm, `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${main}" "$@"\n`);
    chmodSync(npm, 0o755);
    const image = 'debian-11-trimmed.oci.tar';
    symlinkSync(join(data, 'images', image), join(folder, image));
  }, 300_000);
  afterAll(async () => {
    await database.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is what the program prints', () => {
    const path = [join(folder, 'bin'), process.env['PATH']].join(delimiter);
    const env = { PATH: path, HOME: folder, PRATIQUE_DATA: database.dataFolder };
    let status = 0;
    for (const { command, output } of readSteps(readFileSync(join(root, 'README.md'), 'utf8'))) {
      // A file that the transcript shows is the file that the later commands read.
      const shown = /^cat (?<file>\S+)$/.exec(command)?.groups?.['file'];
      if (shown) writeFileSync(join(folder, shown), `${output.join('\n')}\n`);
      const run = spawnSync('sh', ['-c', command.replace('$?', String(status))], {
        cwd: folder,
        env,
        encoding: 'utf8',
      });
      status = run.status ?? -1;
      const difference = firstDifference(output, run.stdout.split('\n'));
      expect(difference, `$ ${command}\n${run.stderr}${run.stdout.slice(0, 4000)}`).toBeUndefined();
    }
  }, 120_000);
});
