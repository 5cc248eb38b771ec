import { bool, int, listOf, mapOf, object, text } from '../cel/types.ts';
import { imageFields } from './image-fields.ts';
import { containerSpecFields, podSpec, securityContextHolder } from './pod-spec.ts';

const container = object('Container', {
  type: [text, '`container`, `init`, `sidecar` or `ephemeral`.'],
  path: [text, 'Where it stands in the document: `spec.template.spec.containers[0]`.'],
  image: [
    object('Image', imageFields),
    'Its image: the reference always; the rest once the image was read, else unknown.',
  ],
  ...containerSpecFields,
});

/** What a policy may ask of anything with a pod template. */
export const workloadFields = {
  apiVersion: [text, '`apps/v1`'],
  kind: [text, '`Deployment`, `Pod`, `CronJob`, …'],
  name: [text, 'Name; `generateName` where there is none.'],
  namespace: [text, 'Namespace; `default` where none is written.'],
  labels: [mapOf(text), 'Labels of the object.'],
  annotations: [mapOf(text), 'Annotations of the object.'],
  replicas: [int, 'Absent where the kind has none or leaves it out.'],
  podPath: [text, 'Where the pod spec stands: `spec.template.spec`.'],
  podLabels: [mapOf(text), 'Labels of its pods.'],
  podAnnotations: [mapOf(text), 'Annotations of its pods.'],
  pod: [podSpec, 'The pod spec, fields as in Kubernetes.'],
  containers: [listOf(container), 'All containers of all types.'],
  securityContexts: [
    listOf(securityContextHolder),
    'The security settings of the pod first, then those of every container: what to go through where both may set a field.',
  ],
  imageVolumes: [listOf(object('Image', imageFields)), 'Images mounted as volumes.'],
  windows: [bool, 'The pod declares `os.name: windows`.'],
  context: [
    object('WorkloadContext', {
      networkPolicies: [int, 'Network policies that select its pods; unknown where not all of the namespace is known.'],
      disruptionBudgets: [int, 'Disruption budgets that select its pods; likewise.'],
      services: [int, 'Services that select its pods; likewise.'],
      exposed: [bool, 'Reachable from outside the cluster; likewise.'],
      namespaceLabels: [mapOf(text), 'Labels of its namespace; unknown where it is not known.'],
      namespaceAnnotations: [mapOf(text), 'Annotations of its namespace; absent where it is not known.'],
    }),
    'What stands around it.',
  ],
} as const;
