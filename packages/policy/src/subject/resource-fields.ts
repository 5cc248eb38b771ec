import { dyn, mapOf, object, text } from '../cel/types.ts';

/** What a policy may ask of a Kubernetes object that has no pod template. */
export const resourceFields = {
  apiVersion: [text, '`rbac.authorization.k8s.io/v1`'],
  group: [text, 'API group; empty for core.'],
  version: [text, '`v1`, `v1beta1`.'],
  kind: [text, '`ClusterRole`, `Service`, `Ingress`, `NetworkPolicy`, `Namespace`, …'],
  name: [text, 'Name; `generateName` where there is none.'],
  namespace: [text, 'As written; empty where none is.'],
  labels: [mapOf(text), 'Labels.'],
  annotations: [mapOf(text), 'Annotations.'],
  object: [dyn, 'The whole object: `resource.object.spec.type`.'],
  context: [
    object('ResourceContext', {
      namespaceLabels: [mapOf(text), 'Labels of its namespace; unknown where it is not known.'],
    }),
    'What stands around it.',
  ],
} as const;
