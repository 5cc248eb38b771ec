import { expect, test } from 'vitest';
import { sourceOfRpm } from './source-rpm.ts';

test.each([
  ['bash-5.1.8-9.el9.src.rpm', { name: 'bash', version: '5.1.8-9.el9' }],
  ['java-1.8.0-openjdk-1.8.0.372.b07-1.el8.src.rpm', { name: 'java-1.8.0-openjdk', version: '1.8.0.372.b07-1.el8' }],
  ['nvidia-driver-530.41-1.nosrc.rpm', { name: 'nvidia-driver', version: '530.41-1' }],
  ['(none)', undefined],
  ['bash-5.1.8-9.el9.x86_64.rpm', undefined],
  ['-1-2.src.rpm', undefined],
  ['../../x-1-2.src.rpm', undefined],
  [`${'-'.repeat(100_000)}.src.rpm`, undefined],
  ['', undefined],
  [undefined, undefined],
])('%s', (file, expected) => expect(sourceOfRpm(file)).toEqual(expected));
