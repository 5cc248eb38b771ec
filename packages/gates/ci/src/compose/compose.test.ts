import type { Facts, WorkloadView } from '@pratique/model';
import { describe, expect, test } from 'vitest';
import { interpolate } from './interpolate.ts';
import { readCompose } from './read-compose.ts';
import { composeWorkload } from './service-view.ts';

function views(text: string): readonly WorkloadView[] {
  const { services, problem } = readCompose(text);
  if (problem) throw new Error(problem.reason);
  return services.map(composeWorkload);
}

function service(fields: string): { readonly pod: Facts; readonly container: Facts; readonly view: WorkloadView } {
  const [view] = views(`services:\n  web:\n    image: nginx\n${fields.replaceAll(/^/gm, '    ')}\n`);
  return { pod: view!.pod, container: view!.containers[0]!.spec, view: view! };
}

test.each([
  ['nginx:${TAG:-1.27}', 'nginx:1.27'],
  ['nginx:${TAG-1.27}', 'nginx:1.27'],
  ['nginx:${TAG}', 'nginx:${TAG}'],
  ['nginx:$TAG', 'nginx:$TAG'],
  ['${A:-${B:-c}}/x', 'c/x'],
  ['$$HOME', '$HOME'],
  ['${TAG:?must be set}', '${TAG:?must be set}'],
  ['${TAG:-open', '${TAG:-open'],
  ['a$', 'a$'],
])('%s is read as %s', (text, expected) => {
  expect(interpolate(text)).toBe(expected);
});

describe('what a service asks of its host', () => {
  test.each([
    ['privileged: true', { securityContext: { privileged: true } }],
    ['privileged: "yes"', { securityContext: { privileged: true } }],
    ['privileged: ${ALL:-true}', { securityContext: { privileged: true } }],
    ['privileged: "false"', { securityContext: { privileged: false } }],
    ['security_opt: ["systempaths=unconfined"]', { securityContext: { procMount: 'Unmasked' } }],
    [
      'cap_add: [CAP_SYS_ADMIN]\ncap_drop: [all]',
      { securityContext: { capabilities: { add: ['SYS_ADMIN'], drop: ['ALL'] } } },
    ],
    ['security_opt: [no-new-privileges:true]', { securityContext: { allowPrivilegeEscalation: false } }],
    ['security_opt: ["no-new-privileges"]', { securityContext: { allowPrivilegeEscalation: false } }],
    ['security_opt: ["seccomp=unconfined"]', { securityContext: { seccompProfile: { type: 'Unconfined' } } }],
    ['security_opt: ["apparmor:unconfined"]', { securityContext: { appArmorProfile: { type: 'Unconfined' } } }],
    ['user: "0:0"', { securityContext: { runAsUser: 0, runAsNonRoot: false } }],
    ['user: root', { securityContext: { runAsUser: 0 } }],
    ['user: "1000"', { securityContext: { runAsUser: 1000, runAsNonRoot: true } }],
    ['read_only: true', { securityContext: { readOnlyRootFilesystem: true } }],
    ['environment: [A=1, B]', { env: [{ name: 'A', value: '1' }, { name: 'B' }] }],
    ['environment: {A: 1, B: }', { env: [{ name: 'A', value: '1' }, { name: 'B' }] }],
    [
      'deploy: {resources: {limits: {cpus: "0.5", memory: 64M}}}',
      { resources: { limits: { cpu: '0.5', memory: '64M' } } },
    ],
    ['mem_limit: 64m', { resources: { limits: { memory: '64m' } } }],
    ['healthcheck: {test: [CMD, true]}', { livenessProbe: { exec: {} } }],
    [
      'ports: ["127.0.0.1:8080:80/udp", {target: 22}]',
      { ports: [{ containerPort: 80, protocol: 'UDP' }, { containerPort: 22 }] },
    ],
  ])('%s', (fields, expected) => {
    expect(service(fields).container).toMatchObject(expected);
  });

  test.each([
    ['network_mode: host', { hostNetwork: true }],
    ['pid: host', { hostPID: true }],
    ['ipc: host', { hostIPC: true }],
    [
      'sysctls: {net.core.somaxconn: 1024}',
      { securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1024' }] } },
    ],
    [
      'volumes: ["/var/run/docker.sock:/var/run/docker.sock"]',
      { volumes: [{ hostPath: { path: '/var/run/docker.sock' } }] },
    ],
    ['volumes: ["./src:/src:ro"]', { volumes: [{ persistentVolumeClaim: { claimName: './src' } }] }],
    ['volumes: ["./a/../../etc:/src"]', { volumes: [{ hostPath: { path: './a/../../etc' } }] }],
    ['use_api_socket: true', { volumes: [{ hostPath: { path: '/var/run/docker.sock' } }] }],
    ['volumes: ["data:/data"]', { volumes: [{ persistentVolumeClaim: { claimName: 'data' } }] }],
    ['volumes: [{type: bind, source: /etc, target: /host}]', { volumes: [{ hostPath: { path: '/etc' } }] }],
    ['devices: ["/dev/kvm:/dev/kvm"]', { volumes: [{ hostPath: { path: '/dev/kvm' } }] }],
  ])('%s', (fields, expected) => {
    expect(service(fields).pod).toMatchObject(expected);
  });

  test('a bind mount is writable unless it says otherwise', () => {
    const { container } = service('volumes: ["/a:/a", "/b:/b:z,ro"]');
    expect(container['volumeMounts']).toEqual([
      { name: 'volume-0', mountPath: '/a' },
      { name: 'volume-1', mountPath: '/b', readOnly: true },
    ]);
  });

  test('merge keys and anchors count', () => {
    const [, app] = views(
      'x: &base\n  privileged: true\nservices:\n  a: {image: x}\n  b:\n    <<: *base\n    image: y\n',
    );
    expect(app?.containers[0]?.spec).toMatchObject({ image: 'y', securityContext: { privileged: true } });
  });
});

describe('what stands elsewhere in the file', () => {
  test('services that a merge key brings', () => {
    const [app] = views('x: &all\n  app: {privileged: true}\nservices:\n  <<: *all\n');
    expect(app).toMatchObject({ name: 'app', containers: [{ spec: { securityContext: { privileged: true } } }] });
  });

  test('services that are extended', () => {
    const [, app] = views(
      'services:\n  base: {privileged: true, cap_add: [A], labels: {a: 1}}\n' +
        '  app: {extends: {service: base}, cap_add: [B], labels: {b: 2}}\n',
    );
    const securityContext = { privileged: true, capabilities: { add: ['A', 'B'] } };
    expect(app).toMatchObject({ labels: { a: '1', b: '2' }, containers: [{ spec: { securityContext } }] });
    expect(app).not.toHaveProperty('unreadable');
  });

  test.each([
    ['{extends: {file: base.yml, service: base}}', 'of base.yml, which is not read'],
    ['{extends: gone}', 'extends gone, which is not there'],
    ['{extends: app}', 'extends app, which is not there'],
    ['{extends: other}', 'extends app, which is not there'],
    ['[privileged]', 'is no mapping'],
    ['', 'is no mapping'],
  ])('a service that is %j is not known', (app, reason) => {
    const [view] = views(`services: {app: ${app}, other: {extends: app}}`);
    expect(view?.unreadable).toEqual([expect.stringContaining(reason)]);
  });

  test.each([
    ['{driver_opts: {type: none, o: bind, device: /}}', { hostPath: { path: '/' } }],
    ['{driver_opts: {o: "rw,bind", device: "${D:-/etc}"}}', { hostPath: { path: '/etc' } }],
    ['{driver_opts: {type: nfs, o: addr=x, device: ":/a"}}', { persistentVolumeClaim: { claimName: 'data' } }],
  ])('a volume that is %s', (volume, expected) => {
    const [view] = views(`services: {a: {volumes: ["data:/x"]}}\nvolumes: {data: ${volume}}`);
    expect(view?.pod['volumes']).toMatchObject([expected]);
  });
});

test('a service knows its line, and those of its fields', () => {
  const { services } = readCompose('services:\n  a:\n    image: x\n\n  b:\n    image: y\n    privileged: true\n');
  expect(services?.map(({ line }) => line)).toEqual([2, 5]);
  expect(services?.[1]?.lineOf(['privileged'])).toBe(7);
  expect(services?.[1]?.lineOf(['nothing'])).toBe(5);
});

test.each([
  ['services: [', 'is no YAML'],
  ['version: "3"', 'has no services'],
  ['', 'has no services'],
  [
    'a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: &d [*c,*c]\ne: &e [*d,*d]\nf: &f [*e,*e]\ng: &g [*f,*f]\nh: [*g,*g]\nservices: {}',
    'is no YAML',
  ],
])('%j is a problem: it %s', (text, reason) => {
  expect(readCompose(text).problem?.reason).toContain(reason);
});

test('hostile shapes are read without throwing', () => {
  const shapes = ['1', 'null', '[]', '{}', '"x"', '[[1]]', '{a: {b: [1]}}'];
  const fields = [
    'volumes',
    'environment',
    'ports',
    'devices',
    'security_opt',
    'cap_add',
    'deploy',
    'healthcheck',
    'user',
    'labels',
    'sysctls',
    'command',
  ];
  for (const field of fields)
    for (const shape of shapes)
      for (const view of views(`services: {w: {${field}: ${shape}}}`)) expect(view.containers).toHaveLength(1);
});
