import { expect, test } from 'vitest';
import { qeilDirectories } from '../../src/directories/qeil-directories.js';

test('XDG variables count, defaults lie below HOME', () => {
  expect(qeilDirectories({ HOME: '/home/x', XDG_CACHE_HOME: '/big/cache' })).toEqual({
    config: '/home/x/.config/qeil',
    cache: '/big/cache/qeil',
    data: '/home/x/.local/share/qeil',
    state: '/home/x/.local/state/qeil',
  });
});

test('empty and relative variables are ignored, as the specification asks', () => {
  const { config, data } = qeilDirectories({ HOME: '/home/x', XDG_CONFIG_HOME: '', XDG_DATA_HOME: 'here' });
  expect({ config, data }).toEqual({ config: '/home/x/.config/qeil', data: '/home/x/.local/share/qeil' });
});
