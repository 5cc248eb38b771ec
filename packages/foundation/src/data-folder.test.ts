import { afterEach, expect, test, vi } from 'vitest';
import { dataFolder } from './data-folder.ts';

const os = vi.hoisted(() => ({ homedir: vi.fn<() => string>(() => '/home/user') }));
vi.mock('node:os', () => os);

afterEach(() => vi.restoreAllMocks());

test.each([
  [{ PRATIQUE_DATA: '/data', XDG_DATA_HOME: '/xdg', HOME: '/h' }, '/data'],
  [{ XDG_DATA_HOME: '/xdg', HOME: '/h' }, '/xdg/pratique'],
  [{ HOME: '/h' }, '/h/.local/share/pratique'],
  [{}, '/home/user/.local/share/pratique'],
])('%j: %s', (env, expected) => {
  vi.spyOn(process, 'getuid').mockReturnValue(1000);
  expect(dataFolder(env)).toBe(expected);
});

test('a user without a home folder is told what to set', () => {
  vi.spyOn(process, 'getuid').mockReturnValue(1000);
  os.homedir.mockImplementation(() => {
    throw new Error('uv_os_homedir returned ENOENT');
  });
  expect(() => dataFolder({})).toThrow(expect.objectContaining({ code: 'foundation/no-data-folder' }));
});
