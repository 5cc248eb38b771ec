import type { FuzzTarget } from '@pratique/testkit';
import { dockerfileFacts } from './dockerfile-facts.ts';

export const target: FuzzTarget = {
  name: 'policy/dockerfile',
  seeds: () =>
    [
      '# escape=`\nARG V=1\nFROM a:$V AS b\nRUN x `\n  # c\n  && curl u | sh\nFROM b\nUSER ${U:-1}\nEXPOSE 1-3\n',
      'FROM a\nRUN <<-EOF\n\tbash <(curl x) "$(wget y | `z`)" > f 2>&1\nEOF\nENV A=b C="d e"\nLABEL a=b\nONBUILD RUN ["x"]\n',
    ].map((text) => Buffer.from(text)),
  run(input) {
    dockerfileFacts(input.toString('utf8'), 'Dockerfile');
  },
};
