import type { WorkloadView } from '@pratique/model';
import { expect, test } from 'vitest';
import { securityContexts } from './security-contexts.ts';

const view: WorkloadView = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name: 'shop',
  namespace: 'default',
  labels: {},
  annotations: {},
  podPath: 'spec.template.spec',
  podLabels: {},
  podAnnotations: {},
  pod: { securityContext: { runAsNonRoot: true } },
  containers: [
    {
      type: 'init',
      name: 'setup',
      image: 'setup',
      path: 'spec.template.spec.initContainers[0]',
      spec: { securityContext: 'root' },
    },
    { type: 'container', name: 'web', image: 'web', path: 'spec.template.spec.containers[0]', spec: {} },
  ],
  imageVolumes: [],
  document: {},
};

test('the pod comes first, then every container; what stands there is passed on unchanged', () => {
  expect(securityContexts(view)).toEqual([
    {
      type: 'pod',
      name: 'pod',
      path: 'spec.template.spec.securityContext',
      securityContext: { runAsNonRoot: true },
    },
    {
      type: 'init',
      name: 'container setup',
      path: 'spec.template.spec.initContainers[0].securityContext',
      securityContext: 'root',
    },
    {
      type: 'container',
      name: 'container web',
      path: 'spec.template.spec.containers[0].securityContext',
      securityContext: undefined,
    },
  ]);
});
