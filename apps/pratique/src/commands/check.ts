import { readFile, stat } from 'node:fs/promises';
import { text as readStream } from 'node:stream/consumers';
import {
  check,
  type CheckOptions,
  compareCheck,
  type Earlier,
  isReport,
  readReport,
  resultsOf,
} from '@pratique/gate-ci';
import { readNamedImages } from '@pratique/gate-ci';
import type { CheckResult } from '@pratique/model';
import { type CheckReportFormat, checkReportFormatOf, loadCheckReporter } from '@pratique/report';
import { scan } from '@pratique/scan';
import { writeCiExtras } from '../cli/ci-extras.ts';
import { flagOption, type Invocation, listOption, textOption } from '../cli/command.ts';
import { checkOutputs, planOutputs, writeOutput } from '../cli/output.ts';
import { createProgress } from '../cli/progress.ts';
import { stdout } from '../cli/streams.ts';
import type { ExitCode } from '../exit-codes.ts';
import { choosePolicies } from '../policies/choose-policies.ts';
import { exitCodeOfDecision, stageOption } from '../policies/policy-verdict.ts';
import { version } from '../version.ts';
import { openDatabase } from './open-database.ts';
import { clockOption, readTargetOptions } from './target-options.ts';

/** Columns of a table that goes to no terminal. */
const PLAIN_WIDTH = 120;

/** Scans the images that documents name, with the invocation's options for targets. */
function imageReader(invocation: Invocation): CheckOptions['images'] {
  if (!flagOption(invocation.options, 'with-images')) return undefined;
  return async (references) => {
    const progress = createProgress();
    const database = openDatabase();
    try {
      const target = readTargetOptions(invocation, progress);
      return await readNamedImages(references, (reference) => {
        progress.show(`scan ${reference}`);
        return scan(reference, { ...target, database });
      });
    } finally {
      progress.clear();
      database.close();
    }
  };
}

/** What stood before: a JSON report, or other paths judged in the same way. */
async function readEarlier(path: string, options: CheckOptions): Promise<Earlier> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  const text = isFile ? await readFile(path, 'utf8') : '';
  if (isReport(text)) return { name: path, results: readReport(text, path) };
  const { targets } = await check([path], options);
  // A report that was cut off or is of something else is no empty state: reading it says what is wrong.
  if (isFile && targets.every(({ problem }) => problem !== undefined)) readReport(text, path);
  return { name: path, results: resultsOf(targets.map(({ verdict }) => verdict)) };
}

async function writeReports(result: CheckResult, invocation: Invocation): Promise<void> {
  const formats = listOption(invocation.options, 'format') as readonly CheckReportFormat[];
  const outputs = planOutputs(formats, listOption(invocation.options, 'output'), 'table', checkReportFormatOf);
  for (const { format, path } of outputs) {
    const reporter = await loadCheckReporter(format);
    const terminal = path === undefined && stdout().isTTY;
    const color = terminal && stdout().hasColors?.() === true;
    const width = (terminal && stdout().columns) || PLAIN_WIDTH;
    await writeOutput(path, reporter.render(result, { version, color, width }));
  }
}

/** `pratique check PATH…`: policy without a cluster. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args, options } = invocation;
  const formats = listOption(options, 'format') as readonly CheckReportFormat[];
  await checkOutputs(planOutputs(formats, listOption(options, 'output'), 'table', checkReportFormatOf));
  const { set, exceptions } = await choosePolicies(options, 'recommended');
  const checkOptions: CheckOptions = {
    set,
    exceptions,
    stage: stageOption(options),
    at: clockOption(options).now(),
    stdin: () => readStream(process.stdin),
    images: imageReader(invocation),
  };
  const earlierPath = textOption(options, 'compare-to');
  const checked = await check(args, checkOptions);
  const result = earlierPath ? compareCheck(checked, await readEarlier(earlierPath, checkOptions)) : checked;
  await writeReports(result, invocation);
  await writeCiExtras(result);
  return exitCodeOfDecision(result.decision, options);
}
