import { readFile } from 'node:fs/promises';
import { loadVerificationKeys, type VerdictPredicate } from '@pratique/attestation';
import { PratiqueError, printable, reasonOf } from '@pratique/foundation';
import { readAttestation, unreliable } from '@pratique/gate-ci';
import type { Digest } from '@pratique/model';
import { createImageSource } from '@pratique/oci';
import { flagOption, type Invocation, listOption, textOption } from '../cli/command.ts';
import { cliErrors } from '../cli/errors.ts';
import { writeOutput } from '../cli/output.ts';
import { stderr } from '../cli/streams.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { attestationFile } from '../policies/attestation-file.ts';
import { exitCodeOfDecision } from '../policies/policy-verdict.ts';
import { ageOption, clockOption, readTargetOptions } from './target-options.ts';

/** Statements of one image, and public keys. Bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

async function read(path: string, what: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw cliErrors.create('cli/unreadable', { attempted: `read ${what}`, on: path, why: reasonOf(cause), cause });
  });
  if (bytes.length <= MAX_BYTES) return bytes.toString('utf8');
  const why = `it holds ${bytes.length} bytes, more than the ${MAX_BYTES} that are read`;
  throw cliErrors.create('cli/unreadable', { attempted: `read ${what}`, on: path, why });
}

/** Every digest that names the target's image: its layers are not read. */
async function digestsOf(invocation: Invocation): Promise<readonly Digest[]> {
  const [target = ''] = invocation.args;
  const { source, platform, signal } = readTargetOptions(invocation);
  const image = await createImageSource(target, source).open({ platform, signal });
  try {
    const { manifestDigest, configDigest } = image.identity ?? {};
    return [manifestDigest, configDigest].filter((digest) => digest !== undefined);
  } finally {
    await image.close();
  }
}

function text(verdict: VerdictPredicate, stale: string | undefined): string {
  const { decision, compliance, profile, stage, judgedAt, counts } = verdict;
  const lines = [
    `${stale === undefined ? decision : 'unknown'}: attested as ${decision}, ${compliance}, by profile ${profile}, stage ${stage}, at ${judgedAt}`,
    `${counts.violations} violations, ${counts.exceptions} excepted, ${counts.unknowns} unknown`,
    ...verdict.violations.slice(0, 10).map(({ policy, message }) => `  ${policy}: ${message}`),
    ...verdict.exceptions
      .slice(0, 10)
      .map(({ policy, message, expires }) => `  ${policy}: ${message} (excepted until ${expires})`),
    ...(stale === undefined ? [] : [`It cannot be relied on: ${stale}. Judge the image again.`]),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

/** `pratique verify TARGET`: an attestation that cannot be trusted answers no. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { options } = invocation;
  const paths = listOption(options, 'key');
  if (paths.length === 0) {
    const why = 'it takes --key FILE: whose signature counts';
    throw cliErrors.create('cli/usage', { attempted: 'understand', on: 'verify', why });
  }
  const keys = (await Promise.all(paths.map((path) => read(path, 'the key')))).flatMap(loadVerificationKeys);
  const path = textOption(options, 'attestation') ?? attestationFile;
  const statements = await read(path, 'the attestations');
  const digests = await digestsOf(invocation);
  try {
    const verdict = readAttestation({ text: statements, path, keys, digests });
    const stale = unreliable(verdict, {
      at: clockOption(options).now(),
      profile: textOption(options, 'profile'),
      stage: textOption(options, 'stage'),
      maxAge: ageOption(options, 'max-age'),
    });
    const shown = flagOption(options, 'json')
      ? `${JSON.stringify({ ...verdict, stale }, null, 2)}\n`
      : text(verdict, stale);
    await writeOutput(undefined, shown);
    return exitCodeOfDecision(stale === undefined ? verdict.decision : 'unknown', options);
  } catch (error) {
    if (!(error instanceof PratiqueError) || !/^(?:attestation|gate-ci)\//.test(error.code)) throw error;
    stderr().write(`not verified: ${printable(error.message)} [${error.code}]\n`);
    return exitCodes.denied;
  }
}
