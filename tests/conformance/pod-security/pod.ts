/** The parts of a pod that the standards speak of, as a manifest writes them. */
export interface SharedSecurity {
  readonly runAsNonRoot?: boolean | null;
  readonly runAsUser?: number | null;
  readonly seLinuxOptions?: {
    readonly type?: string;
    readonly user?: string;
    readonly role?: string;
    readonly level?: string;
  };
  readonly seccompProfile?: { readonly type?: string } | null;
  readonly appArmorProfile?: { readonly type?: string } | null;
  readonly windowsOptions?: { readonly hostProcess?: boolean | null };
}

export interface PodSecurity extends SharedSecurity {
  readonly fsGroup?: number | null;
  readonly supplementalGroups?: readonly number[];
  readonly sysctls?: readonly { readonly name: string; readonly value: string }[];
}

export interface ContainerSecurity extends SharedSecurity {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean | null;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly procMount?: string | null;
}

export interface Handler {
  readonly httpGet?: { readonly host?: string; readonly port: number };
  readonly tcpSocket?: { readonly host?: string; readonly port: number };
  readonly exec?: { readonly command: readonly string[] };
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly restartPolicy?: string;
  readonly securityContext?: ContainerSecurity | null;
  readonly ports?: readonly { readonly containerPort: number; readonly hostPort?: number }[];
  readonly livenessProbe?: Handler;
  readonly readinessProbe?: Handler;
  readonly startupProbe?: Handler;
  readonly lifecycle?: { readonly postStart?: Handler; readonly preStop?: Handler };
}

export interface PodSpec {
  readonly os?: { readonly name: string };
  readonly hostUsers?: boolean;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly securityContext?: PodSecurity | null;
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
}

export interface Pod {
  readonly apiVersion: 'v1';
  readonly kind: 'Pod';
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: PodSpec;
}
