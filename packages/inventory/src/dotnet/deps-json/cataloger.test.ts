import { describeCataloger } from '@pratique/testkit';
import { expect } from 'vitest';
import { dotnetDepsCataloger } from './cataloger.ts';

describeCataloger(dotnetDepsCataloger, import.meta.dirname, [
  {
    fixture: 'python-runtime',
    count: 19,
    check: ({ packages }) => {
      const found = packages.find(({ name }) => name === 'System.Reflection.Emit');
      expect(found).toMatchObject({ type: 'nuget', version: '4.3.0' });
      expect(found?.dependsOn).toContain('pkg:nuget/System.Reflection.Emit.ILGeneration@4.3.0');
      expect(found?.properties).toEqual(undefined);
      const git = packages.find(({ name }) => name === 'Microsoft.Build.Tasks.Git');
      expect(git?.properties).toEqual({ deployed: 'no' });
      const parts = packages.filter(({ type }) => type !== 'nuget');
      expect(parts.map(({ name }) => name)).toEqual(['Python.Runtime']);
    },
  },
  {
    fixture: 'self-contained',
    purls: [
      'pkg:generic/web@1.0.0',
      'pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.4',
      'pkg:nuget/Newtonsoft.Json@13.0.3',
    ],
    unknowns: 1,
  },
  { fixture: 'malformed', purls: [], unknowns: 2 },
]);
