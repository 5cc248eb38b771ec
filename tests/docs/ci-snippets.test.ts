import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { buildImage, buildLayer, ImageLayout, writeOciArchive } from '@pratique/oci';
import { buildOsvAffected, buildOsvRange, buildOsvRecord, buildZip } from '@pratique/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

const root = dirname(dirname(import.meta.dirname));
const snippets = ['github-actions.yml', 'gitlab-ci.yml', 'tekton-task.yaml', 'Jenkinsfile'];

/** Done, denied, or could not tell: what a pipeline branches on. Anything else is a line that does not work. */
const answers = [0, 1, 3];

const manifest = `apiVersion: v1
kind: Pod
metadata: {name: api}
spec: {containers: [{name: api, image: registry.example.com/shop/api:1.4.2}]}
`;

function read(name: string): string {
  return readFileSync(join(root, 'docs/ci', name), 'utf8');
}

/** Command lines of a snippet, whatever its language quotes them with. */
function commandsOf(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => !/^\s*(?:#|\/\/)/.test(line));
  const found = lines.flatMap((line) => /\bpratique (?:advisories|check|scan) .*/.exec(line)?.[0] ?? []);
  return found.map((line) => line.replace(/'\)?$/, ''));
}

let folder: string;
let env: NodeJS.ProcessEnv;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-ci-'));
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'deploy'));
  const program = join(folder, 'bin/pratique');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'apps/pratique/src/main.ts')}" "$@"\n`);
  chmodSync(program, 0o755);
  writeFileSync(join(folder, 'deploy/api.yaml'), manifest);
  writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY api /api\nUSER 10001\nENTRYPOINT ["/api"]\n');
  const layer = buildLayer([{ path: 'etc/os-release', content: 'ID=alpine\nVERSION_ID=3.18.9\n' }]);
  writeOciArchive(new ImageLayout().addImage(buildImage({ layers: [layer] }), '1'), join(folder, 'image.oci.tar'));
  env = {
    PATH: [join(folder, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter),
    HOME: folder,
    PRATIQUE_DATA: join(folder, 'data'),
    ADVISORIES: join(folder, 'mirror'),
    IMAGE: 'oci-archive:image.oci.tar',
    PROFILE: 'recommended',
  };
  const record = buildOsvRecord({
    affected: [buildOsvAffected({ ranges: [buildOsvRange('SEMVER', { introduced: '0' })] })],
  });
  mkdirSync(join(folder, 'feeds/npm'), { recursive: true });
  writeFileSync(join(folder, 'feeds/npm/all.zip'), buildZip({ 'GHSA-aaaa-bbbb-cccc.json': JSON.stringify(record) }));
  const update =
    'pratique advisories update --from feeds && pratique advisories publish mirror --key advisories --new-key';
  const published = spawnSync('sh', ['-c', update], {
    cwd: folder,
    env,
  });
  expect(published.status, String(published.stderr)).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(snippets.filter((name) => name !== 'Jenkinsfile'))('%s is YAML', (name) => {
  for (const document of parseAllDocuments(read(name))) expect('errors' in document ? document.errors : []).toEqual([]);
});

test('Jenkinsfile closes what it opens', () => {
  const text = read('Jenkinsfile').replaceAll(/'[^']*'|"[^"]*"|\/\/.*/g, '');
  expect(text.split('{').length).toBe(text.split('}').length);
  expect(text.split('(').length).toBe(text.split(')').length);
});

describe.each(snippets)('%s', (name) => {
  const commands = commandsOf(read(name));

  test('has the three steps', () => {
    expect(commands.map((line) => line.split(' ')[1])).toEqual(['advisories', 'check', 'scan']);
  });

  test.each(commands)('%s', (line) => {
    const { status, stderr } = spawnSync('sh', ['-c', line], { cwd: folder, env, encoding: 'utf8' });
    expect(answers, stderr).toContain(status);
  });
});
