import { readFile } from 'node:fs/promises';
import { readVexDocument } from '@pratique/advisories';
import { reasonOf } from '@pratique/foundation';
import type { Finding, ScanResult, Severity, VexStatement } from '@pratique/model';
import { loadReporter, type ReportFormat, reportFormatOf } from '@pratique/report';
import { scan } from '@pratique/scan';
import { flagOption, type Invocation, listOption, type OptionValues, textOption } from '../cli/command.ts';
import { cliErrors } from '../cli/errors.ts';
import { planOutputs, writeOutput } from '../cli/output.ts';
import { createProgress } from '../cli/progress.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { version } from '../version.ts';
import { openDatabase } from './open-database.ts';
import { type FailOn, judge, severityOrder } from './scan-verdict.ts';
import { readTargetOptions } from './target-options.ts';

function usage(on: string, why: string): Error {
  return cliErrors.create('cli/usage', { attempted: 'understand', on, why });
}

/** Columns of a table that goes to no terminal. */
const PLAIN_WIDTH = 120;

const allSeverities: readonly Severity[] = [...severityOrder, 'unknown'];

function readSeverities(text: string | undefined): ReadonlySet<Severity> | undefined {
  if (text === undefined) return undefined;
  const names = text.toLowerCase().split(',') as Severity[];
  const wrong = names.find((name) => !allSeverities.includes(name));
  if (wrong !== undefined) throw usage(`--severity ${wrong}`, `it takes a list of ${allSeverities.join(', ')}`);
  return new Set(names);
}

function readFailOn(options: OptionValues): FailOn | undefined {
  const severity = textOption(options, 'fail-on')?.toLowerCase() as Severity | undefined;
  return severity && { severity, fixable: flagOption(options, 'fixable') };
}

async function readVexFiles(paths: readonly string[]): Promise<readonly VexStatement[]> {
  const statements: VexStatement[] = [];
  for (const path of paths) {
    const bytes = await readFile(path).catch((cause: unknown) => {
      throw cliErrors.create('cli/unreadable', {
        attempted: 'read the VEX document',
        on: path,
        why: reasonOf(cause),
        cause,
      });
    });
    statements.push(...readVexDocument(bytes, path).statements);
  }
  return statements;
}

/** The result without the findings that were not asked for, and how many those are. */
function filterFindings(result: ScanResult, options: OptionValues): { shown: ScanResult; hidden: number } {
  const severities = readSeverities(textOption(options, 'severity'));
  const fixable = flagOption(options, 'fixable');
  const wanted = ({ severity, fixedIn }: Finding): boolean =>
    (!severities || severities.has(severity)) && (!fixable || fixedIn !== '');
  const findings = result.findings.filter(wanted);
  return { shown: { ...result, findings }, hidden: result.findings.length - findings.length };
}

function readMaxAge(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^(?<amount>\d{1,6})(?<unit>[hd])$/.exec(text)?.groups;
  if (!match) throw usage(`--max-advisory-age ${text}`, 'it takes hours or days, such as 24h or 7d');
  return Number(match['amount']) * (match['unit'] === 'd' ? 24 : 1) * 3_600_000;
}

/** `pratique scan TARGET`: what is wrong with it, where it came from and what to do. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args, options } = invocation;
  const failOn = readFailOn(options);
  readSeverities(textOption(options, 'severity'));
  const outputs = planOutputs(
    listOption(options, 'format') as readonly ReportFormat[],
    listOption(options, 'output'),
    'table',
    reportFormatOf,
  );
  const progress = createProgress();
  const target = readTargetOptions(invocation, progress);
  const vex = await readVexFiles(listOption(options, 'vex'));
  const database = openDatabase();
  try {
    const result = await scan(args[0] ?? '', {
      ...target,
      database,
      vex,
      maxDatabaseAge: readMaxAge(textOption(options, 'max-advisory-age')),
      matching: { kernelHeaders: flagOption(options, 'kernel-headers') },
    });
    progress.clear();
    const verdict = failOn && judge(result, failOn, textOption(options, 'on-unknown') === 'pass' ? 'pass' : 'fail');
    const { shown, hidden } = filterFindings(result, options);
    for (const { format, path } of outputs) {
      const reporter = await loadReporter(format);
      const terminal = path === undefined && process.stdout.isTTY;
      const color = terminal && process.stdout.hasColors?.() === true;
      const width = (terminal && process.stdout.columns) || PLAIN_WIDTH;
      const text = reporter.render(shown, {
        version,
        color,
        width,
        brief: terminal,
        hidden,
        verdict: verdict?.reason,
      });
      await writeOutput(path, text);
    }
    if (verdict) process.stderr.write(`${verdict.reason}\n`);
    return verdict?.code ?? exitCodes.done;
  } finally {
    progress.clear();
    database.close();
  }
}
