/**
 * Runs a command of this repository on a fresh machine: `node scripts/boot.mjs run COMMAND [ARG…]`.
 *
 * Installs from the lockfile when it changed, and puts Node 24 first on the path (the machine's own, else the one
 * that npm provisioned). Needs nothing but Node 20 and npm, and prints nothing on stdout. Exits with the command's
 * own code, or 4 when the boot itself failed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const BOOT_FAILED = 4;
const root = dirname(import.meta.dirname);
const modules = join(root, 'node_modules');
const windows = process.platform === 'win32';
// npm links the provisioned Node into .bin, which would shadow the machine's own.
const outside = (process.env.PATH ?? '').split(delimiter).filter((path) => !path.startsWith(modules));

function fail(message) {
  console.error(`pratique: boot failed: ${message}`);
  process.exit(BOOT_FAILED);
}

function withPath(...first) {
  return { ...process.env, PATH: [...first, ...outside].join(delimiter) };
}

function installFromLockfile() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const wanted = `${process.platform}-${process.arch} ${lock}`;
  const stamp = join(modules, '.boot-stamp');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('pratique: installing dependencies (first run, or the lockfile changed)…');
  const options = { cwd: root, shell: windows, stdio: ['ignore', 2, 2], env: withPath() };
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], options);
  if (error) fail(`npm could not be started (${error.message}); install npm 10 or newer`);
  if (status !== 0) fail('npm ci did not succeed; its messages are above');
  writeFileSync(stamp, wanted);
}

function nodeFolder() {
  if (Number.parseInt(process.versions.node) >= 24) return dirname(process.execPath);
  const platform = `${windows ? 'win' : process.platform}-${process.arch}`;
  const provisioned = [`node-${platform}`, `node-bin-${platform}`].map((name) => join(modules, name, 'bin'));
  return provisioned.find(existsSync) ?? fail(`npm has no Node 24 for ${platform}; install Node 24 yourself`);
}

const [, , verb, command, ...args] = process.argv;
if (verb !== 'run' || !command) fail('usage: node scripts/boot.mjs run COMMAND [ARG…]');
installFromLockfile();

const lifecycle = process.env.npm_lifecycle_event;
const env = { NODE_COMPILE_CACHE: join(modules, '.cache/v8'), ...withPath(nodeFolder(), join(modules, '.bin')) };
// `npm start` moves into the root; targets that a user names are relative to where the user stands.
const cwd = lifecycle === 'start' && process.env.INIT_CWD ? process.env.INIT_CWD : process.cwd();
const script = args.length > 0 && existsSync(join(root, args[0])) ? [join(root, args[0]), ...args.slice(1)] : args;
const child = spawn(command, script, { stdio: 'inherit', shell: windows, env, cwd });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal));
// npm ends only its shell when it is ended itself: follow the parent.
const parent = process.ppid;
if (lifecycle) setInterval(() => process.ppid === parent || child.kill(), 250).unref();
child.on('error', (error) => fail(`${command} could not be started: ${error.message}`));
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
