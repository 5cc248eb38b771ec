import { bool, dyn, int, listOf, mapOf, object, text } from '../cel/types.ts';

/** Fields keep their names and meaning of the Kubernetes API (core/v1, PodSpec). */
const seLinuxOptions = object('SELinuxOptions', {
  type: [text, 'SELinux type.'],
  user: [text, 'SELinux user.'],
  role: [text, 'SELinux role.'],
  level: [text, 'SELinux level.'],
});

const seccompProfile = object('SeccompProfile', {
  type: [text, '`RuntimeDefault`, `Localhost` or `Unconfined`.'],
  localhostProfile: [text, 'File on the node.'],
});

const appArmorProfile = object('AppArmorProfile', {
  type: [text, '`RuntimeDefault`, `Localhost` or `Unconfined`.'],
  localhostProfile: [text, 'Profile on the node.'],
});

const windowsOptions = object('WindowsSecurityContextOptions', {
  hostProcess: [bool, 'Runs as a host process.'],
  runAsUserName: [text, 'User.'],
  gmsaCredentialSpecName: [text, 'gMSA credential.'],
});

const securityContext = object('SecurityContext', {
  privileged: [bool, 'All capabilities and devices.'],
  allowPrivilegeEscalation: [bool, 'May gain more privileges than its parent; absent means true.'],
  capabilities: [
    object('Capabilities', { add: [listOf(text), 'Added.'], drop: [listOf(text), 'Dropped.'] }),
    'POSIX capabilities.',
  ],
  procMount: [text, '`Default` or `Unmasked`.'],
  readOnlyRootFilesystem: [bool, 'The root file system is read-only.'],
  runAsUser: [int, 'User id.'],
  runAsGroup: [int, 'Group id.'],
  runAsNonRoot: [bool, 'The kubelet refuses root.'],
  seLinuxOptions: [seLinuxOptions, 'SELinux.'],
  seccompProfile: [seccompProfile, 'Seccomp.'],
  appArmorProfile: [appArmorProfile, 'AppArmor.'],
  windowsOptions: [windowsOptions, 'Windows.'],
});

const podSecurityContext = object('PodSecurityContext', {
  runAsUser: [int, 'User id.'],
  runAsGroup: [int, 'Group id.'],
  runAsNonRoot: [bool, 'The kubelet refuses root.'],
  fsGroup: [int, 'Group that owns the volumes.'],
  supplementalGroups: [listOf(int), 'Further groups.'],
  seLinuxOptions: [seLinuxOptions, 'SELinux.'],
  seccompProfile: [seccompProfile, 'Seccomp.'],
  appArmorProfile: [appArmorProfile, 'AppArmor.'],
  windowsOptions: [windowsOptions, 'Windows.'],
  sysctls: [listOf(object('Sysctl', { name: [text, 'Name.'], value: [text, 'Value.'] })), 'Kernel parameters.'],
});

/** Where security settings of a workload stand, and those of them that a pod and its containers both have. */
export const securityContextHolder = object('SecurityContextHolder', {
  type: [text, '`pod`, or the type of the container.'],
  name: [text, 'For messages: `pod`, `container web`.'],
  path: [text, 'Where they stand in the document: `spec.template.spec.securityContext`.'],
  securityContext: [
    object('SharedSecurityContext', {
      runAsUser: [int, 'User id.'],
      runAsGroup: [int, 'Group id.'],
      runAsNonRoot: [bool, 'The kubelet refuses root.'],
      seLinuxOptions: [seLinuxOptions, 'SELinux.'],
      seccompProfile: [seccompProfile, 'Seccomp.'],
      appArmorProfile: [appArmorProfile, 'AppArmor.'],
      windowsOptions: [windowsOptions, 'Windows.'],
    }),
    'What is set there itself; a container inherits what it leaves out from the pod.',
  ],
});

const action = object('ProbeHandler', {
  exec: [dyn, 'Runs a command.'],
  httpGet: [
    object('HttpGet', { host: [text, 'Host.'], path: [text, 'Path.'], port: [dyn, 'Port.'] }),
    'Asks over HTTP.',
  ],
  tcpSocket: [object('TcpSocket', { host: [text, 'Host.'], port: [dyn, 'Port.'] }), 'Opens a connection.'],
  grpc: [dyn, 'Asks over gRPC.'],
});

const resources = object('ResourceRequirements', {
  requests: [mapOf(dyn), 'Quantities that are reserved.'],
  limits: [mapOf(dyn), 'Quantities that bound it.'],
});

/** Fields of a container. */
export const containerSpecFields = {
  name: [text, 'Name.'],
  command: [listOf(text), 'Entry point.'],
  args: [listOf(text), 'Arguments.'],
  ports: [
    listOf(
      object('ContainerPort', {
        name: [text, 'Name.'],
        containerPort: [int, 'Port in the pod.'],
        hostPort: [int, 'Port on the node; 0 where there is none.'],
        hostIP: [text, 'Address on the node.'],
        protocol: [text, '`TCP`, `UDP`, `SCTP`.'],
      }),
    ),
    'Ports.',
  ],
  env: [
    listOf(
      object('EnvVar', {
        name: [text, 'Name.'],
        value: [text, 'Literal value.'],
        valueFrom: [
          object('EnvVarSource', {
            secretKeyRef: [object('SecretKeyRef', { name: [text, 'Secret.'], key: [text, 'Key.'] }), 'From a secret.'],
            configMapKeyRef: [dyn, 'From a config map.'],
            fieldRef: [dyn, 'From a field of the pod.'],
          }),
          'Where its value comes from.',
        ],
      }),
    ),
    'Environment.',
  ],
  envFrom: [
    listOf(
      object('EnvFromSource', {
        secretRef: [object('SecretRef', { name: [text, 'Secret.'] }), 'All of a secret.'],
        configMapRef: [dyn, 'All of a config map.'],
      }),
    ),
    'Environment from whole objects.',
  ],
  resources: [resources, 'Requests and limits.'],
  volumeMounts: [
    listOf(
      object('VolumeMount', {
        name: [text, 'Volume.'],
        mountPath: [text, 'Where.'],
        readOnly: [bool, 'Read-only.'],
        subPath: [text, 'Part of the volume.'],
        mountPropagation: [text, '`None`, `HostToContainer`, `Bidirectional`.'],
      }),
    ),
    'Mounted volumes.',
  ],
  livenessProbe: [action, 'Absent where there is none.'],
  readinessProbe: [action, 'Absent where there is none.'],
  startupProbe: [action, 'Absent where there is none.'],
  lifecycle: [
    object('Lifecycle', { postStart: [action, 'After start.'], preStop: [action, 'Before stop.'] }),
    'Hooks.',
  ],
  imagePullPolicy: [text, '`Always`, `IfNotPresent`, `Never`; empty: by tag.'],
  restartPolicy: [text, '`Always` makes an init container a sidecar.'],
  securityContext: [securityContext, 'Security settings of the container.'],
  stdin: [bool, 'Keeps standard input open.'],
  tty: [bool, 'Has a terminal.'],
} as const;

const volume = object('Volume', {
  name: [text, 'Name.'],
  hostPath: [object('HostPath', { path: [text, 'On the node.'], type: [text, 'Kind of path.'] }), 'A path of the node.'],
  ...Object.fromEntries(
    [
      'awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder', 'configMap', 'csi', 'downwardAPI', 'emptyDir',
      'ephemeral', 'fc', 'flexVolume', 'flocker', 'gcePersistentDisk', 'gitRepo', 'glusterfs', 'image', 'iscsi', 'nfs',
      'persistentVolumeClaim', 'photonPersistentDisk', 'portworxVolume', 'projected', 'quobyte', 'rbd', 'scaleIO', 'secret',
      'storageos', 'vsphereVolume',
    ].map((kind) => [kind, [dyn, `Volume of kind ${kind}.`] as const]),
  ),
}); // prettier-ignore

/** Fields of a pod spec. */
export const podSpec = object('PodSpec', {
  hostNetwork: [bool, "Uses the node's network."],
  hostPID: [bool, "Uses the node's process table."],
  hostIPC: [bool, "Uses the node's IPC."],
  hostUsers: [bool, "Uses the node's users; absent means true."],
  shareProcessNamespace: [bool, 'Containers see each other.'],
  os: [object('PodOS', { name: [text, '`linux` or `windows`.'] }), 'Operating system.'],
  securityContext: [podSecurityContext, 'Security settings of the pod.'],
  serviceAccountName: [text, 'Empty: `default`.'],
  serviceAccount: [text, 'Old spelling of the same.'],
  automountServiceAccountToken: [bool, 'Absent means true unless the service account says otherwise.'],
  volumes: [listOf(volume), 'Volumes.'],
  nodeName: [text, 'Bound to a node by hand.'],
  nodeSelector: [mapOf(text), 'Labels of nodes.'],
  priorityClassName: [text, 'Priority.'],
  runtimeClassName: [text, 'Runtime.'],
  restartPolicy: [text, '`Always`, `OnFailure`, `Never`.'],
  terminationGracePeriodSeconds: [int, 'Seconds.'],
  dnsPolicy: [text, 'DNS.'],
  hostAliases: [listOf(dyn), 'Entries of /etc/hosts.'],
  tolerations: [listOf(dyn), 'Tolerations.'],
  affinity: [dyn, 'Affinity.'],
  topologySpreadConstraints: [listOf(dyn), 'Spread.'],
  imagePullSecrets: [listOf(object('PullSecret', { name: [text, 'Secret.'] })), 'For pulling images.'],
  resources: [resources, 'Requests and limits of the whole pod.'],
});
