import { updateAdvisories } from '@pratique/advisories';
import { jsonText, printable } from '@pratique/foundation';
import { type Invocation, listOption, textOption } from '../cli/command.ts';
import { columns, fewOf } from '../cli/columns.ts';
import { describeFailure } from '../cli/failure.ts';
import { writeOutput } from '../cli/output.ts';
import { createProgress } from '../cli/progress.ts';
import { stderr } from '../cli/streams.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { advisoryDatabasePath } from './open-database.ts';

const COVERED_SHOWN = 4;

type UpdateReport = Awaited<ReturnType<typeof updateAdvisories>>;

function summary({ feeds, generation, duration }: UpdateReport): string {
  const head = ['FEED', 'OUTCOME', 'RECORDS', 'ADDED', 'CHANGED', 'REMOVED', 'REJECTED', 'COVERS'];
  const rows = feeds.map(({ feed, outcome, records, added, changed, removed, rejected, covers, sample }) => [
    printable(feed),
    outcome,
    ...[records, added, changed, removed, rejected].map(String),
    sample ? 'nothing (a sample)' : printable(fewOf(covers, COVERED_SHOWN)) || '-',
  ]);
  return `${columns([head, ...rows])}Generation ${generation}, ${(duration / 1000).toFixed(1)} s\n`;
}

/** `pratique advisories update`: exit 4 where a feed failed; the others are brought up to date all the same. */
export async function run({ options, signal }: Invocation): Promise<ExitCode> {
  const progress = createProgress();
  const from = listOption(options, 'from');
  try {
    const report = await updateAdvisories({
      databasePath: advisoryDatabasePath(),
      ...(from.length > 0 && { origins: from }),
      samples: listOption(options, 'sample'),
      signal,
      onProgress: ({ feed, records }) => progress.show(`${feed}: ${records} records`),
    });
    progress.clear();
    const json = textOption(options, 'format') === 'json';
    await writeOutput(undefined, json ? jsonText(report) : summary(report));
    const failed = report.feeds.filter(({ outcome }) => outcome === 'failed');
    for (const { error } of failed) if (error) stderr().write(describeFailure(error));
    return failed.length > 0 ? exitCodes.failure : exitCodes.done;
  } finally {
    progress.clear();
  }
}
