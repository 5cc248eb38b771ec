import { basename } from 'node:path';
import { printable } from '@pratique/foundation';
import type { PolicyException } from '@pratique/model';
import { importGrypeIgnore, importTrivyIgnore } from '@pratique/policy';
import { stringify } from 'yaml';
import { type Invocation, listOption, textOption } from '../cli/command.ts';
import { cliErrors } from '../cli/errors.ts';
import { checkOutputs, writeOutput } from '../cli/output.ts';
import { stderr } from '../cli/streams.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { readPolicyFiles } from '../policies/policy-files.ts';

function required(invocation: Invocation, name: string): string {
  const value = textOption(invocation.options, name);
  if (value) return value;
  const why = `it takes --${name}: the other tool's file does not say`;
  throw cliErrors.create('cli/usage', { attempted: 'understand', on: 'exceptions import', why });
}

function document({ name, origin: _origin, scope, ...spec }: PolicyException): string {
  const narrowed = Object.keys(scope).length > 0 ? { scope } : {};
  const object = {
    apiVersion: 'pratique.dev/v1',
    kind: 'PolicyException',
    metadata: { name },
    spec: { ...spec, ...narrowed },
  };
  return stringify(object, { lineWidth: 120 });
}

/** `pratique exceptions import FILE`: what cannot be carried over is named on stderr, never dropped in silence. */
export async function run(invocation: Invocation): Promise<ExitCode> {
  const [path = ''] = invocation.args;
  const outputs = listOption(invocation.options, 'output');
  await checkOutputs(outputs.map((file) => ({ format: 'yaml', path: file === '-' ? undefined : file })));
  const choice = {
    owner: required(invocation, 'owner'),
    requestedBy: required(invocation, 'requested-by'),
    expires: required(invocation, 'expires'),
  };
  const [file] = await readPolicyFiles([path], { cases: true });
  if (!file) return exitCodes.failure;
  const read = /grype/i.test(basename(path)) ? importGrypeIgnore : importTrivyIgnore;
  const { exceptions, notImported } = read(file, choice);
  const text = exceptions.map(document).join('---\n');
  for (const output of outputs.length > 0 ? outputs : ['-'])
    await writeOutput(output === '-' ? undefined : output, text);
  for (const { line, entry, why } of notImported)
    stderr().write(printable(`not imported: line ${line}: ${entry}: ${why}`).concat('\n'));
  stderr().write(`${exceptions.length} imported, waiting for approval; ${notImported.length} not imported\n`);
  return notImported.length > 0 ? exitCodes.denied : exitCodes.done;
}
