import { kubernetesObject, type KubernetesObject, relations, workloadView } from '@pratique/kubernetes';
import { type Fact, type Facts, UnknownFact } from '@pratique/model';
import { describe, expect, it } from 'vitest';
import { factShapeProblems } from '../load/case-facts.ts';
import { resourceFacts } from './resource-facts.ts';
import { workloadFacts } from './workload-facts.ts';

function objectOf(value: Fact): KubernetesObject {
  const object = kubernetesObject(value);
  if (!object) throw new Error('no object');
  return object;
}

function deployment(pod: Facts): KubernetesObject {
  return objectOf({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'api', namespace: 'shop', labels: { tier: 'gold' } },
    spec: { replicas: 2, template: { spec: pod } },
  });
}

const one = { name: 'a', image: 'registry.example.com/shop/api:1.0', securityContext: { privileged: true } };

function factsOf(pod: Facts): Record<string, Fact> {
  const view = workloadView(deployment(pod));
  if (!view) throw new Error('no pod template');
  return workloadFacts(view).facts;
}

describe('workloadFacts', () => {
  it('names the workload for messages, exceptions and scopes', () => {
    const view = workloadView(deployment({ containers: [one] }));
    expect(view && workloadFacts(view, { file: 'a.yaml', line: 3 })).toMatchObject({
      judged: {
        kind: 'workload',
        name: 'Deployment shop/api',
        resource: 'Deployment/shop/api',
        file: 'a.yaml',
        line: 3,
      },
      placement: { namespace: 'shop', labels: { tier: 'gold' } },
      facts: { kind: 'Deployment', namespace: 'shop', replicas: 2, podPath: 'spec.template.spec', windows: false },
    });
  });

  it('gives containers their place, type and image; a manifest cannot say these', () => {
    const hostile = { ...one, path: 'elsewhere', type: 'ephemeral' };
    const { containers } = factsOf({ containers: [hostile] });
    expect(containers).toMatchObject([
      {
        type: 'container',
        path: 'spec.template.spec.containers[0]',
        securityContext: { privileged: true },
        image: { reference: one.image, repository: 'shop/api', tag: '1.0' },
      },
    ]);
    const [{ image } = {}] = containers as readonly Facts[];
    expect((image as Facts)['runsAsRoot']).toBeInstanceOf(UnknownFact);
  });

  it('takes the facts of images that were read', () => {
    const view = workloadView(deployment({ containers: [one] }));
    const facts = view && workloadFacts(view, { image: (reference) => ({ reference, runsAsRoot: true }) }).facts;
    expect(facts?.['containers']).toMatchObject([{ image: { reference: one.image, runsAsRoot: true } }]);
  });

  it('keeps what is no container as something that could not be told', () => {
    const { containers, securityContexts } = factsOf({ containers: [one, 'x'], initContainers: { a: 1 } });
    for (const list of [containers, securityContexts])
      expect((list as readonly Fact[]).filter((item) => item instanceof UnknownFact)).toHaveLength(2);
  });

  it('does not know what stands around it, unless told', () => {
    const { context } = factsOf({ containers: [one] });
    expect((context as Facts)['networkPolicies']).toBeInstanceOf(UnknownFact);
    const object = deployment({ containers: [one] });
    const view = workloadView(object);
    const told = view && workloadFacts(view, { context: relations([object], { complete: true }).contextOf(view) });
    expect(told?.facts['context']).toMatchObject({ networkPolicies: 0, exposed: false });
  });

  it('tells Windows by the name of the operating system', () => {
    expect(factsOf({ os: { name: 'windows' }, containers: [] })['windows']).toBe(true);
    expect(factsOf({ os: 'windows', containers: [] })['windows']).toBe(false);
  });

  it('has no field beyond the schema of its subject', () => {
    const { containers: _, pod: __, securityContexts: ___, ...facts } = factsOf({ containers: [one] });
    expect(factShapeProblems('workload', facts)).toEqual([]);
  });
});

describe('resourceFacts', () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'api', namespace: 'shop' },
    spec: { type: 'NodePort' },
  };

  it('gives the object as it stands', () => {
    const subject = resourceFacts(objectOf(service), { file: 'a.yaml' });
    expect(subject).toMatchObject({
      judged: { kind: 'resource', name: 'Service shop/api', resource: 'Service/shop/api', file: 'a.yaml' },
      placement: { namespace: 'shop' },
      facts: { kind: 'Service', group: '', version: 'v1', object: { spec: { type: 'NodePort' } } },
    });
    expect(factShapeProblems('resource', subject.facts)).toEqual([]);
  });

  it('does not guess a namespace', () => {
    const { placement, judged } = resourceFacts(objectOf({ ...service, metadata: { name: 'api' } }));
    expect(placement?.namespace).toBeUndefined();
    expect([judged.name, judged.resource]).toEqual(['Service api', 'Service//api']);
  });
});

it.each([
  ['/var/./run/docker.sock', '/var/run/docker.sock'],
  ['//var//run/', '/var/run'],
  ['/.', '/'],
  ['/./', '/'],
  ['/', '/'],
  ['', ''],
  ['../x', '../x'],
  [7, 7],
])('a path of the node written as %j is %j', (path, plain) => {
  const { pod } = factsOf({ containers: [one], volumes: [{ name: 'v', hostPath: { path } }, 'text', { name: 'w' }] });
  expect(pod).toMatchObject({ volumes: [{ hostPath: { path: plain } }, 'text', { name: 'w' }] });
});
