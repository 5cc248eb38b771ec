import { type Facts, type Unknown, UnknownFact } from '@pratique/model';
import type { JudgeSubject } from '../../judge/subject.ts';
import { dockerfileFields } from '../../subject/dockerfile-fields.ts';
import { holdsSecret, isSecretVariable, withoutSecrets } from '../secrets.ts';
import { type CommandFacts, commandsOf, execCommands, runsHeredoc } from './commands.ts';
import { readInstructions, type SourceInstruction } from './instructions.ts';
import { finalFacts, finalStages, readStages, stageFacts, wordsOf } from './stages.ts';
import { pairOf } from './words.ts';

/** Larger files are no Dockerfiles. Characters. */
const MAX_TEXT = 256 * 1024;
/** Build stages of one file. */
const MAX_STAGES = 500;
/** Commands of one file. */
const MAX_COMMANDS = 20_000;
/** A text as conditions see it. Characters. */
const MAX_SHOWN = 64 * 1024;

/** What a Dockerfile says, and why it could not be read where it could not. */
export interface DockerfileReading {
  /** Fields of the subject `dockerfile`; all unknown but its path where there are problems. */
  readonly facts: Facts;
  readonly problems: readonly (Unknown & { readonly line?: number })[];
}

/** Where an instruction stands. */
interface Place {
  readonly stage: number;
  readonly final: boolean;
  readonly escape: string;
}

const variables = new Set(['ENV', 'ARG']);

function isSecret({ keyword, rest, heredocs }: SourceInstruction, words: readonly string[]): boolean {
  if (variables.has(keyword)) {
    return words.some((word) => {
      const [name, value = ''] = pairOf(word);
      return isSecretVariable(name, value);
    });
  }
  return holdsSecret(rest) || heredocs.some(holdsSecret);
}

function shownWord(keyword: string, word: string): string {
  const [name, value = ''] = pairOf(word);
  if (variables.has(keyword) && isSecretVariable(name, value)) return `${name}=***`;
  return withoutSecrets(word, MAX_SHOWN);
}

/** What ONBUILD puts off stands behind it. */
function triggered(instruction: SourceInstruction): SourceInstruction {
  if (instruction.keyword !== 'ONBUILD') return instruction;
  const [keyword = ''] = instruction.rest.split(/\s/, 1);
  return { ...instruction, keyword: keyword.toUpperCase(), rest: instruction.rest.slice(keyword.length).trim() };
}

function scriptOf({ rest, heredocs }: SourceInstruction): string {
  return [rest, ...heredocs.filter((content) => runsHeredoc(rest, content))].join('\n');
}

function commandFacts(instruction: SourceInstruction, { escape, ...place }: Place): Facts[] {
  const run = triggered(instruction);
  if (run.keyword !== 'RUN') return [];
  const { words, json } = wordsOf(run, escape);
  const commands: readonly CommandFacts[] = json ? execCommands(words) : commandsOf(scriptOf(run), escape === '\\');
  return commands.map((command) => {
    const shown = command.words.map((word) => withoutSecrets(word, MAX_SHOWN));
    return { ...command, words: shown, text: shown.join(' ').slice(0, MAX_SHOWN), ...place, line: run.line };
  });
}

function instructionFacts(instruction: SourceInstruction, { escape, ...place }: Place): Facts {
  const { keyword, flags, rest, heredocs, line } = instruction;
  const { words, json } = wordsOf(instruction, escape);
  const shown = words.map((word) => shownWord(keyword, word));
  const run = triggered(instruction);
  const script = run.keyword !== 'RUN' ? '' : json ? words.join(' ') : scriptOf(run);
  return {
    keyword,
    arguments: variables.has(keyword) ? shown.join(' ') : withoutSecrets(rest, MAX_SHOWN),
    words: shown,
    flags,
    json,
    heredocs: heredocs.map((content) => withoutSecrets(content, MAX_SHOWN)),
    ...place,
    script: withoutSecrets(script, MAX_SHOWN),
    line,
    secret: isSecret(instruction, words),
  };
}

function unreadable(path: string, problem: Unknown & { readonly line?: number }): DockerfileReading {
  const reason = problem.line === undefined ? problem.reason : `line ${problem.line} ${problem.reason}`;
  const unknown = new UnknownFact(reason);
  const fields = Object.keys(dockerfileFields).map((field) => [field, unknown] as const);
  return { facts: { ...Object.fromEntries(fields), path }, problems: [problem] };
}

/** Facts of the subject `dockerfile`, read from the text of a Dockerfile or Containerfile. Never throws. */
export function dockerfileFacts(text: string, path: string): DockerfileReading {
  if (text.length > MAX_TEXT) {
    return unreadable(path, { code: 'too-large', reason: `is larger than ${MAX_TEXT} characters`, path });
  }
  const { instructions, escape, problem } = readInstructions(text);
  if (problem) return unreadable(path, { code: 'malformed', path, ...problem });
  if (instructions.filter(({ keyword }) => keyword === 'FROM').length > MAX_STAGES) {
    return unreadable(path, { code: 'too-large', reason: `has more than ${MAX_STAGES} build stages`, path });
  }
  const { stages, stageOf } = readStages(instructions, escape);
  const last = stages.at(-1);
  if (!last) return unreadable(path, { code: 'malformed', reason: 'has no FROM', path });
  const final = finalStages(stages);
  const places = stageOf.map((stage) => ({ stage, final: final.has(stage), escape }));
  const commands = instructions.flatMap((instruction, i) => commandFacts(instruction, places[i] as Place));
  if (commands.length > MAX_COMMANDS) {
    return unreadable(path, { code: 'too-large', reason: `has more than ${MAX_COMMANDS} commands`, path });
  }
  return {
    facts: {
      path,
      stages: stages.map((stage) => stageFacts(stage, stage === last)),
      instructions: instructions.map((instruction, i) => instructionFacts(instruction, places[i] as Place)),
      commands,
      ...finalFacts(last),
    },
    problems: [],
  };
}

/** A Dockerfile to judge, with its problems. */
export function dockerfileSubject(
  text: string,
  path: string,
): { readonly subject: JudgeSubject; readonly problems: DockerfileReading['problems'] } {
  const { facts, problems } = dockerfileFacts(text, path);
  return { subject: { judged: { kind: 'dockerfile', name: path, file: path }, facts }, problems };
}
