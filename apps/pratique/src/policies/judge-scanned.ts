import { readFile, stat } from 'node:fs/promises';
import { attest, type Earlier, isReport, judgeScan, readReport, resultsOf } from '@pratique/gate-ci';
import { loadSigningKey } from '@pratique/attestation';
import { reasonOf } from '@pratique/foundation';
import type { Judgement, ScanResult } from '@pratique/model';
import { type OptionValues, textOption } from '../cli/command.ts';
import { cliErrors } from '../cli/errors.ts';
import { writeOutput } from '../cli/output.ts';
import { clockOption } from '../commands/target-options.ts';
import type { ExitCode } from '../exit-codes.ts';
import { version } from '../version.ts';
import { attestationFile } from './attestation-file.ts';
import { type ChosenPolicies, choosePolicies } from './choose-policies.ts';
import { decisionOf, exitCodeOfDecision, policySentence, stageOption } from './policy-verdict.ts';

/** The private key that `--attest` names; its passphrase stands in the environment. */
async function readKey(path: string): Promise<ReturnType<typeof loadSigningKey>> {
  const pem = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw cliErrors.create('cli/unreadable', { attempted: 'read the key', on: path, why: reasonOf(cause), cause });
  });
  return loadSigningKey(pem, () => process.env['PRATIQUE_KEY_PASSPHRASE']);
}

/** Judges scans as the invocation asks. Everything that can fail before the scan is read first. */
export class ScanJudge {
  readonly #policies: ChosenPolicies;
  readonly #options: OptionValues;
  readonly #key: Awaited<ReturnType<typeof readKey>> | undefined;

  private constructor(policies: ChosenPolicies, options: OptionValues, key?: Awaited<ReturnType<typeof readKey>>) {
    this.#policies = policies;
    this.#options = options;
    this.#key = key;
  }

  /** Reads policies, exceptions and the key. */
  static async read(options: OptionValues): Promise<ScanJudge> {
    const policies = await choosePolicies(options);
    const key = textOption(options, 'attest');
    return new ScanJudge(policies, options, key === undefined ? undefined : await readKey(key));
  }

  #judge(result: ScanResult, earlier?: Earlier): Judgement {
    const { set, exceptions } = this.#policies;
    return judgeScan(result, {
      set,
      exceptions,
      stage: stageOption(this.#options),
      at: clockOption(this.#options).now(),
      earlier,
    });
  }

  /** The verdict; with `--compare-to` against a JSON report or another target, which `scanTarget` scans. */
  async judge(result: ScanResult, scanTarget: (target: string) => Promise<ScanResult>): Promise<Judgement> {
    const name = textOption(this.#options, 'compare-to');
    return this.#judge(result, name === undefined ? undefined : await this.#earlier(name, scanTarget));
  }

  async #earlier(name: string, scanTarget: (target: string) => Promise<ScanResult>): Promise<Earlier> {
    const found = await stat(name).catch(() => undefined);
    const text = found?.isFile() ? await readFile(name, 'utf8') : '';
    if (isReport(text)) return { name, results: readReport(text, name) };
    return { name, results: resultsOf([this.#judge(await scanTarget(name)).verdict]) };
  }

  /** The exit code and its reason in one sentence. */
  decided(judgement: Judgement): { readonly code: ExitCode; readonly reason: string } {
    const code = exitCodeOfDecision(decisionOf(judgement), this.#options);
    return { code, reason: policySentence(judgement) };
  }

  /** Writes the signed statements that `--attest` asks for. */
  async attest(result: ScanResult, { verdict }: Judgement): Promise<void> {
    if (!this.#key) return;
    const path = textOption(this.#options, 'attestation') ?? attestationFile;
    await writeOutput(path, attest({ result, verdict, set: this.#policies.set, key: this.#key, version }));
  }
}
