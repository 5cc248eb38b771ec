import { bool, int, listOf, mapOf, object, text } from '../cel/types.ts';

const stage = object('BuildStage', {
  name: [text, 'As `AS` names it; empty where it has none.'],
  index: [int, '0 is the first.'],
  final: [bool, 'The stage that becomes the image.'],
  from: [text, 'What stands after FROM, with arguments filled in where their default is known.'],
  stage: [bool, 'FROM names an earlier stage.'],
  scratch: [bool, 'FROM scratch.'],
  resolved: [bool, 'No argument without default is left in FROM.'],
  registry: [text, 'Of the base image.'],
  repository: [text, 'Of the base image.'],
  tag: [text, 'Of the base image; empty where there is none.'],
  digest: [text, 'Of the base image; empty where there is none.'],
  platform: [text, 'Of `--platform`, as written.'],
  user: [text, 'The last USER in it or in the stages that it is built from; empty where there is none.'],
  healthcheck: [bool, 'It declares a health check.'],
  line: [int, 'Line of FROM, from 1.'],
});

const instruction = object('Instruction', {
  keyword: [text, 'Upper case: `RUN`, `ADD`, …'],
  arguments: [text, 'Everything after the keyword and its flags, continuation lines joined.'],
  words: [listOf(text), 'The arguments as words, quotes removed; for the JSON form its elements.'],
  flags: [mapOf(text), '`--from`, `--chown`, `--mount`, … without dashes.'],
  json: [bool, 'Written in the JSON (exec) form.'],
  heredocs: [listOf(text), 'Contents of here-documents.'],
  stage: [int, 'Index of its stage; -1 before the first FROM.'],
  final: [bool, 'It belongs to the final stage or to a stage that the final one is built from.'],
  script: [text, 'RUN, and ONBUILD RUN: all that the shell is given, here-documents included.'],
  line: [int, 'From 1.'],
  secret: [bool, 'It carries something that looks like a credential.'],
});

const command = object('Command', {
  name: [
    text,
    'Program without folder: `apt-get`. Leading variables, `sudo`, `env`, `exec` and the like are passed over.',
  ],
  words: [listOf(text), 'The program and its arguments, quotes removed.'],
  text: [text, 'The words joined by spaces.'],
  pipesInto: [listOf(text), 'Programs that its output reaches through pipes.'],
  sudo: [bool, 'Run through sudo or doas.'],
  final: [bool, 'It belongs to the final stage or to a stage that the final one is built from.'],
  stage: [int, 'Index of its stage.'],
  line: [int, 'Line of its instruction, from 1.'],
});

/** What a policy may ask of a Dockerfile or Containerfile. */
export const dockerfileFields = {
  path: [text, 'File.'],
  stages: [listOf(stage), 'Build stages in order.'],
  instructions: [listOf(instruction), 'All instructions in order.'],
  commands: [listOf(command), 'Every command of RUN and ONBUILD RUN in order; those of here-documents too.'],
  user: [text, 'User of the final stage; empty where none is declared.'],
  runsAsRoot: [bool, 'The final stage declares no user, or root.'],
  ports: [listOf(int), 'Exposed ports of the final stage.'],
  labels: [mapOf(text), 'Labels of the final stage.'],
  healthcheck: [bool, 'The final stage or one that it is built from declares a health check.'],
} as const;
