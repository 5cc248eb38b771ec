import type { FuzzTarget } from '@pratique/testkit';
import { relations } from '../relations/relations.ts';
import { images } from '../workload/images.ts';
import { workloadView } from '../workload/workload-view.ts';
import { readManifests } from './read-manifests.ts';

const yaml = `# Source: shop/templates/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: &labels {app: web}}
spec:
  replicas: 2
  template:
    metadata:
      labels: *labels
    spec:
      initContainers:
      - {name: a, image: "a:1", restartPolicy: Always}
      containers:
      - name: b
        image: b:1
        securityContext: &context
          privileged: yes
      - name: c
        securityContext:
          <<: *context
          runAsUser: 0644
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: all, namespace: shop}
spec: {podSelector: {matchExpressions: [{key: app, operator: In, values: [web]}]}}
`;

const json = `{"apiVersion":"v1","kind":"List","items":[
\t{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"b","image":"b:1"}]}},
\t{"apiVersion":"v1","kind":"Service","metadata":{"name":"a\\u0020"},"spec":{"type":"NodePort","selector":{"a":"b"}}}
]}`;

export const target: FuzzTarget = {
  name: 'kubernetes/manifests',
  seeds: () => [Buffer.from(yaml), Buffer.from(json)],
  run(input) {
    const { documents } = readManifests(input.toString(), 'fuzzed.yaml');
    const context = relations(documents, { complete: true });
    for (const document of documents) {
      for (const { path } of images(document)) document.positionOf(path);
      const view = workloadView(document);
      if (view) context.contextOf(view);
    }
  },
};
