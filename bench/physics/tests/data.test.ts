import { describe, expect, it } from 'vitest';
import { readArchitectures, streamedParameters, streamedShare, totalParameters } from '../src/architecture.js';
import { h100Set } from '../src/h100.js';
import { jetsonSets } from '../src/jetson.js';
import { readPublishedPoints, scopeOf } from '../src/published-point.js';
import { impossiblePoints, ratedPoints, readImpossiblePoints } from '../src/roofs.js';
import { stepWork } from '../src/step-work.js';

const points = readPublishedPoints();
const architectures = readArchitectures();

describe('the published points', () => {
  it('each name a page, a tier and a scope', () => {
    expect(points.length).toBe(78);
    for (const point of points) {
      expect(point.source_url, point.id).toMatch(/^https:\/\//);
      expect('ABCD', point.id).toContain(point.tier);
      expect(() => scopeOf(point), point.id).not.toThrow();
    }
    expect(new Set(points.map(({ id }) => id)).size).toBe(points.length);
  });

  it('make sets of one device, one scope and tier A', () => {
    for (const set of [...jetsonSets(points), h100Set(points)]) {
      expect(new Set(set.steps.map(({ device }) => device)).size).toBe(1);
      expect(new Set(set.steps.map(({ scope }) => scope)).size).toBe(1);
      expect(set.steps.every(({ tier }) => tier === 'A')).toBe(true);
    }
  });

  it('hold none that breaks its bandwidth; the impossible one beside them is refused', () => {
    expect(impossiblePoints(ratedPoints(points))).toEqual([]);
    const [refused] = impossiblePoints(readImpossiblePoints());
    expect(refused.message).toMatch(/18\.9 token\/s × 3\.799 GB = 71\.81 GB\/s is more than the peak of 68\.2 GB\/s/);
  });
});

describe('the models', () => {
  it('have the parameters their publishers state', () => {
    for (const model of architectures.values()) {
      expect(Math.abs(totalParameters(model) / model.knownParameters - 1), model.name).toBeLessThan(1e-3);
    }
  });

  it('stream the whole of a file with one table, and not the embedding of one with two', () => {
    const share = (name: string) => {
      const model = architectures.get(name);
      return model === undefined ? Number.NaN : streamedShare(model);
    };
    expect(share('Llama-3.2-1B-Instruct')).toBe(1);
    expect(share('Qwen2.5-0.5B-Instruct')).toBeCloseTo(494 / 630.1, 3);
  });

  it('count KV and attention: Llama-3.1-8B caches 131,072 B per token', () => {
    const llama = architectures.get('meta-llama/Llama-3.1-8B-Instruct');
    if (llama === undefined) throw new Error('missing');
    const conditions = { rows: 2, context: 1000, weightByte: 15e9, promptsPerStep: 0, promptTokens: 0 };
    const { byte, flop } = stepWork(llama, conditions);
    expect(byte).toBe(15e9 + 2 * 1000 * 131072);
    expect(flop).toBe(2 * (2 * streamedParameters(llama) + 4 * 32 * 128 * 1000 * 32));
    const prompts = stepWork(llama, { ...conditions, promptsPerStep: 0.5, promptTokens: 100 });
    expect(prompts.flop).toBeGreaterThan(flop);
    expect(prompts.byte).toBe(byte);
  });

  it('see no more than the window in sliding layers', () => {
    const gemma = architectures.get('Gemma3-1B-IT');
    if (gemma === undefined) throw new Error('missing');
    const kv = (context: number) =>
      stepWork(gemma, { rows: 1, context, weightByte: 0, promptsPerStep: 0, promptTokens: 0 }).byte;
    expect(kv(512) / 512).toBe(26 * 2 * 256 * 2);
    expect(kv(2048) - kv(1024)).toBe(4 * 1024 * 2 * 256 * 2);
  });
});
