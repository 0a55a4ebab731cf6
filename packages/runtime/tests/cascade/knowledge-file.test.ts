import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../src/cascade/knowledge/knowledge-file.js';

let state = '';
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'qeil-state-'));
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

const key = { modelDigest: 'm', task: 't', run: 'seed 1' };

/** A run that judges `times` right candidates accepted. */
async function teach(times: number, run = key.run, resume = false) {
  const loaded = await loadKnowledge(state, { ...key, run }, resume);
  for (let index = 0; index < times; index += 1) loaded.knowledge.checkJudged('arithmetic', 'accept', true);
  loaded.knowledge.checkCost('arithmetic', 0.5, null);
  loaded.knowledge.expertJudged('big', true);
  await loaded.save();
  return loaded;
}
const accepted = async (run: string, resume = false) =>
  (await loadKnowledge(state, { ...key, run }, resume)).knowledge.check('arithmetic').counts.right.accept;

describe('what a cascade learnt', () => {
  it('is there for other runs on the same model and task, and only those', async () => {
    await teach(3);
    expect(await accepted('seed 2')).toBe(3);
    expect((await loadKnowledge(state, { ...key, task: 'other', run: 'seed 2' })).knowledge.judged('arithmetic')).toBe(
      0,
    );
    const { knowledge } = await loadKnowledge(state, { ...key, run: 'seed 2' });
    expect(knowledge.expert('big')).toMatchObject({ right: 1, wrong: 0 });
    expect(knowledge.check('arithmetic')).toMatchObject({ runs: 1, timeS: 0.5, energyRuns: 0 });
  });

  it('hands the tallies of whole questions on to other runs, not to the run that drew them', async () => {
    const loaded = await loadKnowledge(state, key);
    const tally = { answers: [{ votes: 3, right: true }], none: 1 };
    loaded.knowledge.questionTallied(tally);
    expect(loaded.knowledge.tallies).toEqual([]);
    await loaded.save();
    expect((await loadKnowledge(state, { ...key, run: 'seed 2' })).knowledge.tallies).toEqual([tally]);
    expect((await loadKnowledge(state, key, true)).knowledge.tallies).toEqual([]);
  });

  it('counts a run once, however often it is repeated; a resumed one goes on', async () => {
    await teach(3);
    await teach(4);
    expect(await accepted('seed 2')).toBe(4);
    expect(await accepted('seed 1')).toBe(0);
    expect(await accepted('seed 1', true)).toBe(4);
    await teach(2, 'seed 1', true);
    expect(await accepted('seed 2')).toBe(6);
  });

  it('keeps what another run saved in the meantime', async () => {
    const slow = await loadKnowledge(state, key);
    slow.knowledge.checkJudged('arithmetic', 'accept', true);
    await teach(3, 'seed 2');
    await slow.save();
    expect(await accepted('seed 3')).toBe(4);
  });

  it('is bounded: old runs are summed, and nothing is lost', async () => {
    for (let run = 0; run < 70; run += 1) await teach(1, `seed ${run}`);
    expect(await accepted('new')).toBe(70);
    const [name = ''] = readdirSync(join(state, 'cascade'));
    expect(JSON.parse(readFileSync(join(state, 'cascade', name), 'utf8')).runs).toHaveLength(64);
    expect(readdirSync(join(state, 'cascade'))).toHaveLength(1);
  });

  it.each([
    '',
    '{',
    '{"schema":"qeil.cascade-knowledge/1"}',
    '[]',
    '{"runs":[{"run":"x","learnt":{"basis":{"gold":-1}}}]}',
  ])('reports a file it cannot use and starts anew: %j', async (content) => {
    const { path } = await teach(1);
    writeFileSync(path, content);
    const again = await loadKnowledge(state, { ...key, run: 'seed 2' });
    expect(again.problem).toContain(path);
    expect(again.knowledge.judged('arithmetic')).toBe(0);
    await again.save();
    expect((await loadKnowledge(state, key)).problem).toBeUndefined();
  });

  it('says what to do when it cannot be saved', async () => {
    const blocked = join(state, 'file');
    writeFileSync(blocked, '');
    const loaded = await loadKnowledge(blocked, key);
    await expect(loaded.save()).rejects.toMatchObject({
      kind: 'save-failed',
      remedy: expect.stringContaining('XDG_STATE_HOME'),
    });
  });

  it('does not write down what names a run, which may be a prompt', async () => {
    const { path } = await teach(1, 'seed 1: my secret question');
    expect(readFileSync(path, 'utf8')).not.toContain('secret');
  });
});
