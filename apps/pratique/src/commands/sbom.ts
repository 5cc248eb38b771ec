import { sbomChunks, type SbomFormat } from '@pratique/sbom';
import { inventoryTarget } from '@pratique/scan';
import { type Invocation, listOption } from '../cli/command.ts';
import { checkOutputs, planOutputs, writeOutput } from '../cli/output.ts';
import { createProgress } from '../cli/progress.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { version } from '../version.ts';
import { readTargetOptions } from './target-options.ts';

function sbomFormatOf(path: string): SbomFormat | undefined {
  if (/spdx/i.test(path)) return 'spdx';
  return /\.json$/i.test(path) ? 'cyclonedx' : undefined;
}

/** `pratique sbom TARGET`: every package in it, matched against nothing. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const { args, options } = invocation;
  const formats = listOption(options, 'format') as readonly SbomFormat[];
  const outputs = planOutputs(formats, listOption(options, 'output'), 'cyclonedx', sbomFormatOf);
  await checkOutputs(outputs);
  const progress = createProgress();
  try {
    const sbom = await inventoryTarget(args[0] ?? '', readTargetOptions(invocation, progress));
    progress.clear();
    for (const { format, path } of outputs) await writeOutput(path, sbomChunks(format, sbom, { version }));
    return exitCodes.done;
  } finally {
    progress.clear();
  }
}
