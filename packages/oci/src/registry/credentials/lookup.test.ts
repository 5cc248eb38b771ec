import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCredentials } from './lookup.ts';

let home = '';
let env: NodeJS.ProcessEnv = {};
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'pratique-credentials-'));
  env = { HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), PATH: `${join(home, 'bin')}:/usr/bin:/bin` };
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function write(path: string, content: unknown): string {
  const full = join(home, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content));
  return full;
}

const encode = (text: string): string => Buffer.from(text).toString('base64');
const login = (...keys: readonly string[]) => ({
  auths: Object.fromEntries(keys.map((key) => [key, { auth: encode(`${key}:secret`) }])),
});

/** The user whose credentials were found: in these files, users are called like the key they stand under. */
async function userFor(registry: string, repository = 'team/app/web'): Promise<string | undefined> {
  const { credentials } = await findCredentials(registry, repository, env);
  const [user] = /^[^]*(?=:secret$)/.exec(atob(credentials?.basic()?.slice(6) ?? '')) ?? [];
  return user;
}

describe('the files', () => {
  test.each([
    ['run/containers/auth.json', {}],
    ['.config/containers/auth.json', {}],
    ['xdg/containers/auth.json', { XDG_CONFIG_HOME: 'xdg' }],
    ['.docker/config.json', {}],
    ['elsewhere/config.json', { DOCKER_CONFIG: 'elsewhere' }],
    ['given.json', { REGISTRY_AUTH_FILE: 'given.json' }],
  ])('%s is asked', async (path, variables) => {
    write(path, login('quay.io'));
    for (const [name, value] of Object.entries(variables)) env[name] = join(home, value);
    expect(await userFor('quay.io')).toBe('quay.io');
  });

  test('.dockercfg has entries without a frame', async () => {
    write('.dockercfg', login('quay.io').auths);
    expect(await userFor('quay.io')).toBe('quay.io');
  });

  const named = (user: string) => ({ auths: { 'quay.io': { auth: encode(`${user}:secret`) } } });
  test('are asked in order: what the environment names, Podman, Docker', async () => {
    write('.dockercfg', named('legacy').auths);
    expect(await userFor('quay.io')).toBe('legacy');
    write('.docker/config.json', named('docker'));
    expect(await userFor('quay.io')).toBe('docker');
    write('.config/containers/auth.json', named('config'));
    expect(await userFor('quay.io')).toBe('config');
    write('run/containers/auth.json', named('runtime'));
    expect(await userFor('quay.io')).toBe('runtime');
    env['DOCKER_CONFIG'] = dirname(write('elsewhere/config.json', named('elsewhere')));
    expect(await userFor('quay.io')).toBe('elsewhere');
    env['REGISTRY_AUTH_FILE'] = write('given.json', named('given'));
    expect(await userFor('quay.io')).toBe('given');
    write('given.json', {});
    expect(await userFor('quay.io')).toBeUndefined();
  });

  test('that are not there are no problem', async () => {
    expect(await findCredentials('quay.io', 'a', env)).toEqual({});
    env['REGISTRY_AUTH_FILE'] = join(home, 'missing/auth.json');
    expect(await findCredentials('quay.io', 'a', env)).toEqual({});
  });

  test.each([
    ['cut off', '{"auths": {"quay.io": {"auth": "c2VjcmV0'],
    ['a web page', '<html>'],
    ['empty', ''],
  ])('that are %s are a problem, which a later file may outweigh', async (_title, content) => {
    write('run/containers/auth.json', content);
    expect((await findCredentials('quay.io', 'a', env)).problem).toMatchObject({ code: 'oci/credentials-unusable' });
    write('.docker/config.json', login('quay.io'));
    expect(await userFor('quay.io')).toBe('quay.io');
  });

  test.each(['null', '[]', '7', '{"auths":null}', '{"auths":[],"credHelpers":"x","credsStore":7}', '\uFEFF{}'])(
    'with %j hold nothing',
    async (content) => {
      write('.docker/config.json', content);
      expect(await findCredentials('quay.io', 'a', env)).toEqual({});
    },
  );
});

describe('the keys', () => {
  test.each([
    [
      'quay.io',
      ['quay.io', 'quay.io/team', 'quay.io/team/app', 'quay.io/team/app/web', 'quay.io/other'],
      'quay.io/team/app/web',
    ],
    ['quay.io', ['quay.io', 'quay.io/team', 'quay.io/team/ap'], 'quay.io/team'],
    ['quay.io', ['quay.io', 'quay.io/teams'], 'quay.io'],
    ['quay.io', ['https://quay.io/v1/'], 'https://quay.io/v1/'],
    ['quay.io', ['http://quay.io'], 'http://quay.io'],
    ['quay.io', ['quay.io:443', 'https://quay.io.example.com/', 'https://other.io/quay.io'], undefined],
    ['host:5000', ['host', 'host:5001'], undefined],
    ['host:5000', ['https://host:5000/v2/'], 'https://host:5000/v2/'],
    ['docker.io', ['https://index.docker.io/v1/'], 'https://index.docker.io/v1/'],
    ['docker.io', ['docker.io', 'https://index.docker.io/v1/'], 'docker.io'],
    ['docker.io', ['index.docker.io'], 'index.docker.io'],
    ['docker.io', ['https://registry-1.docker.io/v2/'], 'https://registry-1.docker.io/v2/'],
    ['docker.io', ['docker.io/team', 'docker.io'], 'docker.io/team'],
    ['docker.io', ['hub.docker.com', 'docker.io.example.com'], undefined],
  ])('for %s of %j: %s', async (registry, keys, expected) => {
    write('.docker/config.json', login(...keys));
    expect(await userFor(registry)).toBe(expected);
  });

  test.each(['__proto__', 'constructor'])('%s names nobody', async (key) => {
    write('.docker/config.json', { auths: { 'quay.io': {} }, credHelpers: { 'quay.io': 'x' } });
    expect(await findCredentials(key, key, env)).toEqual({});
  });
});

describe('an entry', () => {
  const entries: readonly [unknown, string | undefined, string | undefined][] = [
    [{ auth: encode('user:pass:word') }, 'user:pass:word', undefined],
    [{ auth: encode('_json_key:{"type":"x"}\n') }, '_json_key:{"type":"x"}\n', undefined],
    [{ auth: encode('user:pass\0\0') }, 'user:pass', undefined],
    [{ auth: encode('üser:pässwörd') }, 'üser:pässwörd', undefined],
    [{ username: 'user', password: 'pass' }, 'user:pass', undefined],
    [{ auth: encode('user:'), identitytoken: 'token' }, undefined, 'token'],
    [{ auth: encode('user:pass'), identitytoken: 'token' }, 'user:pass', 'token'],
    [{ identitytoken: 'token' }, undefined, 'token'],
    [{}, undefined, undefined],
    [null, undefined, undefined],
    ['text', undefined, undefined],
    [{ auth: 7, username: ['user'], password: {} }, undefined, undefined],
  ];
  test.each(entries)('%j is %j and identity token %j', async (entry, basic, identityToken) => {
    write('.docker/config.json', { auths: { 'quay.io': entry } });
    const { credentials, problem } = await findCredentials('quay.io', 'a', env);
    expect(credentials?.basic()).toBe(basic && `Basic ${encode(basic)}`);
    expect(credentials?.identityToken()).toBe(identityToken);
    expect(problem).toBeUndefined();
  });

  test.each([encode('no colon'), encode(':no user'), '!!!'])('with auth %j is a problem', async (auth) => {
    write('.docker/config.json', { auths: { 'quay.io': { auth } } });
    expect((await findCredentials('quay.io', 'a', env)).problem).toMatchObject({
      code: 'oci/credentials-unusable',
      message: expect.stringContaining('"quay.io"'),
    });
  });
});

describe('a helper', () => {
  /** A program that notes what it is asked and answers. */
  function helper(name: string, script: string): string {
    const log = join(home, `${name}.log`);
    const path = write(
      `bin/docker-credential-${name}`,
      `#!/bin/sh\nprintf '%s ' "$1" > ${log}\ncat >> ${log}\n${script}\n`,
    );
    chmodSync(path, 0o755);
    return log;
  }
  const answer = (user: string, secret = 'secret') =>
    `echo '${JSON.stringify({ ServerURL: 'x', Username: user, Secret: secret })}'`;
  const notFound = 'echo "credentials not found in native keychain"; exit 1';

  test('of the registry is asked by its key', async () => {
    const log = helper('cloud', answer('helped'));
    write('.docker/config.json', { ...login('quay.io'), credHelpers: { 'quay.io': 'cloud' }, credsStore: 'other' });
    expect(await userFor('quay.io')).toBe('helped');
    expect(readFileSync(log, 'utf8')).toBe('get quay.io');
  });

  test.each([
    ['docker.io', [], 'https://index.docker.io/v1/'],
    ['quay.io', [], 'quay.io'],
    ['quay.io', ['https://quay.io'], 'https://quay.io'],
  ])('of all is asked for %s, listed as %j, by the name %s', async (registry, listed, name) => {
    const log = helper('store', answer('helped'));
    write('.docker/config.json', { auths: Object.fromEntries(listed.map((key) => [key, {}])), credsStore: 'store' });
    expect(await userFor(registry)).toBe('helped');
    expect(readFileSync(log, 'utf8')).toBe(`get ${name}`);
  });

  test('that has nothing leaves it to the file, and to the next one', async () => {
    helper('store', notFound);
    write('.config/containers/auth.json', { credHelpers: { 'quay.io': 'store' } });
    write('.docker/config.json', { ...login('quay.io'), credsStore: 'store' });
    expect(await userFor('quay.io')).toBe('quay.io');
    expect(await findCredentials('ghcr.io', 'a', env)).toEqual({});
  });

  test('of the registry stands in for the one of all', async () => {
    helper('cloud', notFound);
    helper('store', answer('helped'));
    write('.docker/config.json', { credHelpers: { 'quay.io': 'cloud' }, credsStore: 'store' });
    expect(await userFor('quay.io')).toBeUndefined();
    expect(await userFor('ghcr.io')).toBe('helped');
  });

  test('may answer with an identity token, or with nothing', async () => {
    write('.docker/config.json', { credsStore: 'store' });
    helper('store', answer('<token>', 'identity'));
    const { credentials } = await findCredentials('quay.io', 'a', env);
    expect([credentials?.identityToken(), credentials?.basic()]).toEqual(['identity', undefined]);
    helper('store', answer('', ''));
    expect(await findCredentials('quay.io', 'a', env)).toEqual({});
  });

  test.each([
    ['that is not installed', undefined, 'not on the PATH'],
    ['that fails', 'echo secret; exit 3', 'code 3'],
    ['that is killed', 'kill -9 $$', 'a signal'],
    ['that talks', 'echo secret', 'protocol'],
    ['that answers null', 'echo null', 'protocol'],
    ['that answers something else', `echo '{"Username":7,"Secret":"secret"}'`, 'protocol'],
    ['that does not stop', 'yes secret', 'more than'],
  ])('%s is a problem that tells no secret', async (_title, script, reason) => {
    if (script !== undefined) helper('store', script);
    write('.docker/config.json', { credsStore: 'store' });
    const { problem } = await findCredentials('quay.io', 'a', env);
    expect(problem).toMatchObject({ code: 'oci/credentials-unusable' });
    expect(problem?.message).toContain(reason);
    expect(problem?.message).not.toContain('secret');
  });

  test.each(['../../bin/sh', 'a b', 'a;b', '-x', ''])('%j is no name of a program', async (credsStore) => {
    write('.docker/config.json', { credHelpers: { 'quay.io': credsStore } });
    const { problem } = await findCredentials('quay.io', 'a', env);
    expect(problem?.message).toContain('no program name');
  });

  test('ends with the signal', async () => {
    helper('store', 'sleep 1000');
    write('.docker/config.json', { credsStore: 'store' });
    const abort = new AbortController();
    const found = findCredentials('quay.io', 'a', env, abort.signal);
    setImmediate(() => abort.abort(new Error('enough')));
    await expect(found).rejects.toThrow('enough');
  });
});
