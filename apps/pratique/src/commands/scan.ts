import type { Finding, ScanResult, Severity } from '@pratique/model';
import { loadReporter, type ReportFormat, reportFormatOf, type ReportOptions } from '@pratique/report';
import { scan } from '@pratique/scan';
import { flagOption, type Invocation, listOption, type OptionValues, textOption } from '../cli/command.ts';
import { cliErrors } from '../cli/errors.ts';
import { checkOutputs, type Output, planOutputs, writeOutput } from '../cli/output.ts';
import { createProgress } from '../cli/progress.ts';
import { stderr, stdout } from '../cli/streams.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { version } from '../version.ts';
import type { ScanJudge } from '../policies/judge-scanned.ts';
import { openDatabase } from './open-database.ts';
import { type FailOn, judge, severityOrder } from './scan-verdict.ts';
import { ageOption, readTargetOptions } from './target-options.ts';
import type { VexReading } from './vex-files.ts';

const noVex: VexReading = { statements: [], unknowns: [] };

function usage(on: string, why: string): Error {
  return cliErrors.create('cli/usage', { attempted: 'understand', on, why });
}

/** Columns of a table that goes to no terminal. */
const PLAIN_WIDTH = 120;

const allSeverities: readonly Severity[] = [...severityOrder, 'unknown'];

function readSeverities(text: string | undefined): ReadonlySet<Severity> | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',').map((name) => name.trim().toLowerCase()) as Severity[];
  const wrong = names.find((name) => !allSeverities.includes(name));
  if (wrong !== undefined) throw usage(`--severity ${wrong}`, `it takes a list of ${allSeverities.join(', ')}`);
  return new Set(names);
}

function readFailOn(options: OptionValues): FailOn | undefined {
  const severity = textOption(options, 'fail-on') as Severity | undefined;
  return severity && { severity, fixable: flagOption(options, 'fixable') };
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

async function writeReports(
  outputs: readonly Output<ReportFormat>[],
  result: ScanResult,
  options: Pick<ReportOptions, 'hidden' | 'verdict' | 'judgement'>,
): Promise<void> {
  for (const { format, path } of outputs) {
    const reporter = await loadReporter(format);
    const terminal = path === undefined && stdout().isTTY;
    const color = terminal && stdout().hasColors?.() === true;
    const width = (terminal && stdout().columns) || PLAIN_WIDTH;
    await writeOutput(path, reporter.render(result, { ...options, version, color, width, brief: terminal }));
  }
}

/** What policies and `--fail-on` decided: the worse of the two. */
interface Decided {
  readonly code: ExitCode;
  readonly reason: string;
}

const severityOfCodes: readonly ExitCode[] = [exitCodes.done, exitCodes.unknown, exitCodes.denied];

function worse(a: Decided | undefined, b: Decided | undefined): Decided | undefined {
  if (!a || !b) return a ?? b;
  const [first, second] = severityOfCodes.indexOf(b.code) > severityOfCodes.indexOf(a.code) ? [b, a] : [a, b];
  return { code: first.code, reason: `${first.reason}\n${second.reason}` };
}

/** The judge that `--profile` and `--policy` ask for. Its code is loaded only then. */
async function readJudge(options: OptionValues): Promise<ScanJudge | undefined> {
  if (textOption(options, 'profile') === undefined && listOption(options, 'policy').length === 0) {
    const needing = ['attest', 'compare-to', 'exceptions', 'stage'].find((name) => options[name] !== undefined);
    if (needing) throw usage(`--${needing}`, 'it needs a verdict: give --profile or --policy');
    return undefined;
  }
  return (await import('../policies/judge-scanned.ts')).ScanJudge.read(options);
}

/** `pratique scan TARGET`: what is wrong with it, where it came from and what to do. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args, options } = invocation;
  const failOn = readFailOn(options);
  readSeverities(textOption(options, 'severity'));
  const maxDatabaseAge = ageOption(options, 'max-advisory-age');
  const formats = listOption(options, 'format') as readonly ReportFormat[];
  const outputs = planOutputs(formats, listOption(options, 'output'), 'table', reportFormatOf);
  await checkOutputs(outputs);
  const progress = createProgress();
  const target = readTargetOptions(invocation, progress);
  const documents = listOption(options, 'vex');
  const vex = documents.length > 0 ? await (await import('./vex-files.ts')).readVexFiles(documents) : noVex;
  const policies = await readJudge(options);
  const database = openDatabase();
  try {
    const matching = { kernelHeaders: flagOption(options, 'kernel-headers') };
    const scanTarget = async (name: string): Promise<ScanResult> => {
      const scanned = await scan(name, { ...target, database, vex: vex.statements, maxDatabaseAge, matching });
      return { ...scanned, unknowns: [...scanned.unknowns, ...vex.unknowns] };
    };
    const result = await scanTarget(args[0] ?? '');
    const judgement = await policies?.judge(result, scanTarget);
    progress.clear();
    const onUnknown = textOption(options, 'on-unknown') === 'pass' ? 'pass' : 'fail';
    const decided = worse(judgement && policies?.decided(judgement), failOn && judge(result, failOn, onUnknown));
    const { shown, hidden } = filterFindings(result, options);
    await writeReports(outputs, shown, { hidden, verdict: decided?.reason, judgement });
    if (judgement) await policies?.attest(result, judgement);
    // A table on stdout ends with the verdict; other reports carry it where nobody looks.
    const said = outputs.some(({ format, path }) => format === 'table' && path === undefined);
    if (decided && !said) stderr().write(`${decided.reason}\n`);
    return decided?.code ?? exitCodes.done;
  } finally {
    progress.clear();
    database.close();
  }
}
