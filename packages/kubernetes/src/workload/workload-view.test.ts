import type { Fact } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { kubernetesObject } from '../object.ts';
import { images } from './images.ts';
import { workloadView, workloadViews } from './workload-view.ts';

function object(value: Fact): NonNullable<ReturnType<typeof kubernetesObject>> {
  const read = kubernetesObject(value);
  if (!read) throw new Error('no object');
  return read;
}

const pod = { containers: [{ name: 'c', image: 'i' }] };
const template = { metadata: { labels: { app: 'a' }, annotations: { b: 'c' } }, spec: pod };
const inTemplate = { spec: { template } };

describe('kinds with a pod template', () => {
  test.each<[string, string, Record<string, Fact>, string]>([
    ['v1', 'Pod', { metadata: { labels: { app: 'a' }, annotations: { b: 'c' } }, spec: pod }, 'spec'],
    ['v1', 'PodTemplate', { template }, 'template.spec'],
    ['v1', 'ReplicationController', inTemplate, 'spec.template.spec'],
    ['apps/v1', 'ReplicaSet', inTemplate, 'spec.template.spec'],
    ['extensions/v1beta1', 'ReplicaSet', inTemplate, 'spec.template.spec'],
    ['apps/v1', 'Deployment', inTemplate, 'spec.template.spec'],
    ['apps/v1beta1', 'Deployment', inTemplate, 'spec.template.spec'],
    ['extensions/v1beta1', 'Deployment', inTemplate, 'spec.template.spec'],
    ['apps/v1beta2', 'StatefulSet', inTemplate, 'spec.template.spec'],
    ['apps/v1', 'DaemonSet', inTemplate, 'spec.template.spec'],
    ['batch/v1', 'Job', inTemplate, 'spec.template.spec'],
    ['batch/v1', 'CronJob', { spec: { jobTemplate: inTemplate } }, 'spec.jobTemplate.spec.template.spec'],
    ['batch/v1beta1', 'CronJob', { spec: { jobTemplate: inTemplate } }, 'spec.jobTemplate.spec.template.spec'],
    ['batch/v2alpha1', 'ScheduledJob', { spec: { jobTemplate: inTemplate } }, 'spec.jobTemplate.spec.template.spec'],
    ['apps.openshift.io/v1', 'DeploymentConfig', inTemplate, 'spec.template.spec'],
    ['v1', 'DeploymentConfig', inTemplate, 'spec.template.spec'],
    ['serving.knative.dev/v1', 'Service', inTemplate, 'spec.template.spec'],
    ['serving.knative.dev/v1', 'Configuration', inTemplate, 'spec.template.spec'],
    [
      'serving.knative.dev/v1',
      'Revision',
      { metadata: { labels: { app: 'a' }, annotations: { b: 'c' } }, spec: pod },
      'spec',
    ],
    ['argoproj.io/v1alpha1', 'Rollout', inTemplate, 'spec.template.spec'],
    ['example.com/v1', 'Widget', inTemplate, 'spec.template.spec'],
    ['example.com/v1', 'Widget', { spec: { podTemplate: template } }, 'spec.podTemplate.spec'],
    ['agones.dev/v1', 'Fleet', { spec: { template: inTemplate } }, 'spec.template.spec.template.spec'],
    ['keda.sh/v1alpha1', 'ScaledJob', { spec: { jobTargetRef: { template } } }, 'spec.jobTargetRef.template.spec'],
    [
      'apps.kruise.io/v1alpha1',
      'AdvancedCronJob',
      { spec: { template: { jobTemplate: inTemplate } } },
      'spec.template.jobTemplate.spec.template.spec',
    ],
    ['example.com/v1', 'WidgetSchedule', { spec: { jobTemplate: inTemplate } }, 'spec.jobTemplate.spec.template.spec'],
  ])('%s %s', (apiVersion, kind, rest, podPath) => {
    const view = workloadView(object({ apiVersion, kind, ...rest }));
    expect(view).toMatchObject({
      kind,
      namespace: 'default',
      podPath,
      podLabels: { app: 'a' },
      podAnnotations: { b: 'c' },
      pod,
      containers: [{ type: 'container', name: 'c', image: 'i', path: `${podPath}.containers[0]` }],
    });
    expect(view).not.toHaveProperty('unreadable');
  });

  test.each<[string, string, Record<string, Fact>]>([
    ['v1', 'Service', { spec: { selector: { app: 'a' } } }],
    ['v1', 'ConfigMap', { data: { containers: 'x' } }],
    ['argoproj.io/v1alpha1', 'Rollout', { spec: { workloadRef: { kind: 'Deployment', name: 'a' } } }],
    ['metrics.k8s.io/v1beta1', 'PodMetrics', { containers: [{ name: 'a' }] }],
    ['batch.volcano.sh/v1alpha1', 'Job', { spec: { tasks: [{ template }] } }],
    ['example.com/v1', 'Widget', { spec: { template: { spec: { containers: [] } } } }],
    ['example.com/v1', 'constructor', {}],
  ])('%s %s has none', (apiVersion, kind, rest) => {
    expect(workloadView(object({ apiVersion, kind, ...rest }))).toBeUndefined();
  });

  test('a known kind without a template is a workload without containers', () => {
    expect(workloadView(object({ apiVersion: 'apps/v1', kind: 'Deployment' }))).toMatchObject({
      containers: [],
      pod: {},
    });
  });
});

describe('containers', () => {
  const view = workloadView(
    object({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'shop' },
      spec: {
        initContainers: [
          { name: 'a', restartPolicy: 'OnFailure' },
          { name: 'b', restartPolicy: 'Always', image: 'b:1' },
        ],
        containers: [{ name: 'c', image: 'c:1', restartPolicy: 'Always' }, 'text'],
        ephemeralContainers: [{ name: 'd', image: 'd:1' }],
        volumes: [
          { name: 'x', emptyDir: {} },
          { name: 'data', image: { reference: 'e:1' } },
        ],
      },
    }),
  );

  test('of all types, in the order in which they start', () => {
    expect(view?.containers.map(({ name, type, path }) => [name, type, path])).toEqual([
      ['a', 'init', 'spec.initContainers[0]'],
      ['b', 'sidecar', 'spec.initContainers[1]'],
      ['c', 'container', 'spec.containers[0]'],
      ['d', 'ephemeral', 'spec.ephemeralContainers[0]'],
    ]);
  });

  test('what is no container is named', () => {
    expect(view?.unreadable).toEqual(['spec.containers[1] is no object']);
    const broken = workloadView(object({ apiVersion: 'v1', kind: 'Pod', spec: { containers: {} } }));
    expect(broken?.unreadable).toEqual(['spec.containers is no list']);
    const empty = workloadView(object({ apiVersion: 'v1', kind: 'Pod', spec: 'x' }));
    expect(empty?.unreadable).toEqual(['spec is no object']);
  });

  test('images with their places', () => {
    const named = images(object(view?.document));
    expect(named.map(({ reference, path, usedBy, name }) => [reference, path, usedBy, name])).toEqual([
      ['b:1', 'spec.initContainers[1].image', 'sidecar', 'b'],
      ['c:1', 'spec.containers[0].image', 'container', 'c'],
      ['d:1', 'spec.ephemeralContainers[0].image', 'ephemeral', 'd'],
      ['e:1', 'spec.volumes[1].image.reference', 'volume', 'data'],
    ]);
    expect(view?.imageVolumes).toEqual(['e:1']);
    expect(view?.namespace).toBe('shop');
  });

  test('images of kinds without a pod template', () => {
    const task = object({
      apiVersion: 'tekton.dev/v1',
      kind: 'Task',
      spec: { steps: [{ name: 's', image: 'git:1' }], params: [{ image: 'no' }] },
    });
    expect(images(task)).toEqual([{ reference: 'git:1', path: 'spec.steps[0].image', usedBy: 'container', name: 's' }]);
    const workflow = object({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      spec: { templates: [{ container: { image: 'w:1' } }] },
    });
    expect(images(workflow)).toMatchObject([{ reference: 'w:1', path: 'spec.templates[0].container.image' }]);
    const schema = object({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      spec: { containers: [{ image: 'x' }] },
    });
    expect(images(schema)).toEqual([]);
  });
});

describe('replicas', () => {
  test.each<[Fact, number | undefined]>([
    [3, 3],
    [0, 0],
    [undefined, undefined],
    ['3', undefined],
  ])('%j: %j', (replicas, expected) => {
    const view = workloadView(object({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas, template } }));
    expect(view?.replicas).toBe(expected);
  });

  test.each(['Pod', 'DaemonSet', 'Job', 'CronJob'])('%s has none, whatever it says', (kind) => {
    const view = workloadView(object({ apiVersion: 'v1', kind, spec: { replicas: 3, template } }));
    expect(view).not.toHaveProperty('replicas');
  });
});

describe('pods in unusual places', () => {
  const bad = { name: 'c', image: 'i', securityContext: { privileged: true } };
  const podTemplate = { metadata: { labels: { app: 'a' } }, spec: { hostNetwork: true, containers: [bad] } };
  const placesOf = (value: Fact): readonly (readonly [string, readonly string[]])[] =>
    workloadViews(object(value)).map(
      ({ podPath, containers }) => [podPath, containers.map(({ path }) => path)] as const,
    );

  test.each<[string, Record<string, Fact>, readonly string[]]>([
    [
      'batch.volcano.sh/v1alpha1 Job',
      { spec: { tasks: [{ template: podTemplate }, { template: podTemplate }] } },
      ['spec.tasks[0].template.spec', 'spec.tasks[1].template.spec'],
    ],
    [
      'jobset.x-k8s.io/v1alpha2 JobSet',
      { spec: { replicatedJobs: [{ template: { spec: { template: podTemplate } } }] } },
      ['spec.replicatedJobs[0].template.spec.template.spec'],
    ],
    [
      'kubeflow.org/v1 PyTorchJob',
      { spec: { pytorchReplicaSpecs: { Master: { template: podTemplate }, Worker: { template: podTemplate } } } },
      ['spec.pytorchReplicaSpecs.Master.template.spec', 'spec.pytorchReplicaSpecs.Worker.template.spec'],
    ],
    [
      'example.com/v1 Widget',
      { spec: { template, other: podTemplate }, more: { containers: [bad] } },
      ['spec.template.spec', 'spec.other.spec', 'more'],
    ],
    [
      'example.com/v1 Deployment',
      { spec: { template, other: [[podTemplate]] } },
      ['spec.template.spec', 'spec.other[0][0].spec'],
    ],
    ['example.com/v1 Widget', { spec: { containers: [{ name: 'c', volumeMounts: [{ name: 'v' }] }] } }, ['spec']],
    ['apps/v1 Deployment', { spec: { template, other: podTemplate } }, ['spec.template.spec']],
    ['kyverno.io/v1 ClusterPolicy', { spec: { rules: [{ validate: { pattern: podTemplate } }] } }, []],
    ['example.com/v1 Widget', { spec: { containers: [{ containerName: 'c' }] }, status: podTemplate }, []],
  ])('%s', (head, rest, paths) => {
    const [apiVersion = '', kind = ''] = head.split(' ');
    expect(placesOf({ apiVersion, kind, ...rest }).map(([path]) => path)).toEqual(paths);
  });

  test('steps and sidecars of Tekton, with the template of steps', () => {
    const steps = [{ name: 's', image: 'git:1' }];
    const spec = {
      stepTemplate: { securityContext: { privileged: true } },
      steps,
      volumes: [{ hostPath: { path: '/' } }],
    };
    const [view] = workloadViews(object({ apiVersion: 'tekton.dev/v1', kind: 'Task', spec }));
    expect(view?.containers).toMatchObject([
      { name: 's', path: 'spec.steps[0]', spec: { securityContext: { privileged: true } } },
    ]);
    expect(view?.pod['volumes']).toEqual([{ hostPath: { path: '/' } }]);
  });

  test('templates of Argo share what the workflow says', () => {
    const workflowSpec = { hostNetwork: true, templates: [{ script: { image: 'w:1' } }, { dag: {} }] };
    const workflow = object({ apiVersion: 'argoproj.io/v1alpha1', kind: 'CronWorkflow', spec: { workflowSpec } });
    expect(workloadViews(workflow)).toMatchObject([
      { podPath: 'spec.workflowSpec.templates[0]', pod: { hostNetwork: true }, containers: [{ image: 'w:1' }] },
    ]);
  });
});
