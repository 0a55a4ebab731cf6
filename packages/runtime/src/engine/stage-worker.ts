import { QeilError } from '../errors/qeil-error.js';
import type { BundleTokenizer } from '../model-bundle/bundle.js';
import { loadTokenizer } from '../model-bundle/tokenizer.js';
import { ActivityClock } from './activity-clock.js';
import { cutPieces } from './cut-pieces.js';
import { type HostTensor, tensorOfBytes } from './driver/host-tensor.js';
import { openDriver } from './driver/open-driver.js';
import type { CacheTensor } from './kv-rows.js';
import type { LoadCommand, OpenCommand, WireActivity, WireSample, WireStageActivity } from './protocol.js';
import { RowsCache } from './rows-cache.js';
import { spinUsFor } from './spin.js';
import type { DrawnRows, WireTensor } from './stage-protocol.js';
import { lastLogits, StageSession } from './stage-session.js';
import { LogitsNotFinite, TokenSampler } from './token-sampler.js';
import { WaveRow } from './wave-row.js';

type Input = readonly number[] | WireTensor;

interface LoadedPiece {
  readonly session: StageSession;
  readonly weightByte: number;
}

/** A question's prompt, as far as this process has it. */
interface StagePrompt {
  readonly caches: Map<number, readonly CacheTensor[]>;
  logits: Float32Array<ArrayBuffer> | undefined;
}

/** A wave in flight: a cache for each micro-batch and piece, and the rows where they are drawn. */
interface OpenWave {
  readonly command: OpenCommand;
  readonly caches: Map<string, RowsCache>;
  readonly rows: readonly WaveRow[];
  readonly batches: Map<number, readonly WaveRow[]>;
}

const internal = (what: string): QeilError => new QeilError(what, { kind: 'internal' });

function inputOf(input: Input): readonly number[] | HostTensor {
  return 'bytes' in input ? tensorOfBytes(input.type, input.bytes, input.dims) : input;
}

function wireOf({ type, dims, bytes }: HostTensor): WireTensor {
  if (type !== 'float32' && type !== 'float16') throw internal(`a hidden state of type ${type}`);
  return { type, dims: [...dims], bytes };
}

/** What a device process with pieces of a model does. One wave at a time; a new one replaces what a broken one left. */
export class StageWorker {
  private readonly prompts = new Map<string, StagePrompt>();
  private readonly sampler: TokenSampler;
  private wave: OpenWave | undefined;
  private clocks = { prefill: new ActivityClock('prefill'), decode: new ActivityClock('decode') };
  private stages = new Map<string, WireStageActivity>();

  private constructor(
    private readonly command: LoadCommand,
    private readonly pieces: ReadonlyMap<number, LoadedPiece>,
    private readonly tokenizer: BundleTokenizer,
  ) {
    this.sampler = new TokenSampler(command.vocabulary);
  }

  static async load(command: LoadCommand): Promise<StageWorker> {
    const { provider, threads, onnxPath, layers, split } = command;
    const driver = await openDriver(command.driver);
    const loaded = new Map<number, LoadedPiece>();
    for (const { piece, source, part, weightByte } of await cutPieces(onnxPath, layers, split)) {
      const session = await driver.open(source, { provider, threads, spinUs: spinUsFor(threads) });
      loaded.set(piece, { session: new StageSession(session, onnxPath, part, command), weightByte });
    }
    return new StageWorker(command, loaded, await loadTokenizer(command.directory));
  }

  open(command: OpenCommand): void {
    const limits = {
      newTokens: Math.min(command.sampling.maxNewTokens, this.command.maxPositions - command.promptTokenIds.length),
      stopTokenIds: new Set(this.command.stopTokenIds),
    };
    const rows = !command.draws
      ? []
      : command.samples.map(
          ({ sampleIndex, seed, forced }) => new WaveRow(sampleIndex, seed, command, this.tokenizer, limits, forced),
        );
    this.wave = { command, caches: new Map(), rows, batches: new Map() };
    this.clocks = { prefill: new ActivityClock('prefill'), decode: new ActivityClock('decode') };
    this.stages = new Map();
  }

  async read(
    questionId: string,
    piece: number,
    wire: Input,
  ): Promise<{ hidden?: WireTensor; logits?: Float32Array<ArrayBuffer> }> {
    const { session, weightByte } = this.piece(piece);
    const cache = session.emptyCache(1);
    const input = inputOf(wire);
    const tokens = 'dims' in input ? (input.dims[1] ?? 0) : input.length;
    const output = await this.timed(piece, 'prefill', () => session.pass(input, 1, cache), tokens);
    this.clocks.prefill.pass(cache.length, weightByte + cache.length * session.positionByte);
    this.promptOf(questionId).caches.set(piece, cache.tensors);
    if (session.part.output.kind === 'hidden') return { hidden: wireOf(output) };
    const { logits } = lastLogits(output);
    if (!logits.every(Number.isFinite)) throw new LogitsNotFinite();
    this.promptOf(questionId).logits = logits;
    return { logits };
  }

  take(questionId: string, piece: number): WireTensor[] {
    const { caches } = this.promptOf(questionId);
    const cache = caches.get(piece);
    if (cache === undefined) throw internal(`no cache of piece ${piece} for question ${questionId}`);
    caches.delete(piece);
    return cache.map(wireOf);
  }

  give(questionId: string, piece: number, cache: readonly WireTensor[]): void {
    const tensors = cache.map(({ type, bytes, dims }) => tensorOfBytes(type, bytes, dims));
    this.promptOf(questionId).caches.set(piece, tensors);
  }

  giveLogits(questionId: string, logits: Float32Array<ArrayBuffer>): void {
    this.promptOf(questionId).logits = logits;
  }

  /** First tokens of a micro-batch; its samples are named by their place in the wave. */
  async draw(batch: number, samples: readonly number[]): Promise<DrawnRows> {
    const wave = this.opened();
    const { logits } = this.promptOf(wave.command.questionId);
    if (logits === undefined) throw internal(`no logits of question ${wave.command.questionId}`);
    const rows = samples.map((place) => wave.rows[place]).filter((row) => row !== undefined);
    return this.clocks.decode.time(async () => this.drawRows(batch, rows, logits, logits.length, 0));
  }

  async step(
    piece: number,
    batch: number,
    keep: readonly number[],
    wire: Input,
  ): Promise<{ hidden?: WireTensor; drawn?: DrawnRows }> {
    const wave = this.opened();
    const { session, weightByte } = this.piece(piece);
    const cache = this.cacheFor(wave, piece, batch, keep);
    const pass = (): Promise<HostTensor> => session.pass(inputOf(wire), keep.length, cache);
    const output = await this.timed(piece, 'decode', pass, keep.length);
    this.clocks.decode.pass(keep.length, weightByte + keep.length * (cache.length + 1) * session.positionByte);
    if (session.part.output.kind === 'hidden') return { hidden: wireOf(output) };
    const { logits, vocabulary } = lastLogits(output);
    const rows = wave.batches.get(batch) ?? [];
    const draw = async (): Promise<DrawnRows> => this.drawRows(batch, rows, logits, vocabulary, vocabulary);
    return { drawn: await this.timed(piece, 'decode', draw) };
  }

  collect(): { samples: WireSample[]; activity: WireActivity[]; stages: WireStageActivity[] } {
    const { rows, command } = this.opened();
    const activity = [this.clocks.prefill.activity, this.clocks.decode.activity].filter((part) => part !== undefined);
    const samples = rows.map((row) => {
      if (!row.finished) row.finish('cancelled');
      return row.sample();
    });
    this.wave = undefined;
    if (!command.keepPrompt) this.forget(command.questionId);
    return { samples, activity, stages: [...this.stages.values()] };
  }

  /** End the pass that runs now, where the driver can. */
  terminate(): void {
    // One pass runs at a time; sessions without one ignore this.
    for (const { session } of this.pieces.values()) session.terminate();
  }

  forget(questionId: string): void {
    this.prompts.delete(questionId);
  }

  private drawRows(
    batch: number,
    rows: readonly WaveRow[],
    logits: Float32Array,
    vocabulary: number,
    stride: number,
  ): DrawnRows {
    const { command, batches } = this.opened();
    const events: DrawnRows['events'] = [];
    rows.forEach((row, index) => {
      const forced = row.forcedTokenId;
      if (forced === undefined) this.sampler.draw(logits, index * stride, vocabulary, command.sampling, row);
      else this.sampler.force(logits, index * stride, vocabulary, forced);
      const { tokenId, logProbability } = this.sampler;
      const text = row.take(tokenId, logProbability);
      if (command.stream) events.push({ sampleIndex: row.sampleIndex, tokenId, text });
    });
    const keep = rows.map((row, index) => (row.finished ? -1 : index)).filter((index) => index >= 0);
    const staying = rows.filter((row) => !row.finished);
    batches.set(batch, staying);
    return { keep, tokenIds: staying.map((row) => row.lastTokenId), events };
  }

  private cacheFor(wave: OpenWave, piece: number, batch: number, keep: readonly number[]): RowsCache {
    const key = `${piece}/${batch}`;
    const known = wave.caches.get(key);
    if (known !== undefined) {
      const rows = known.tensors[0]?.dims[0] ?? keep.length;
      if (keep.length < rows) known.gather(keep);
      return known;
    }
    const { questionId, promptTokenIds } = wave.command;
    const prompt = this.promptOf(questionId).caches.get(piece);
    if (prompt === undefined) throw internal(`no cache of piece ${piece} for question ${questionId}`);
    const cache = new RowsCache(prompt, promptTokenIds.length);
    if (keep.length > 1) cache.gather(keep.map(() => 0));
    wave.caches.set(key, cache);
    return cache;
  }

  /** Work of a piece on its phase's clock and on its own; `tokens` are those of a pass, absent for work around passes. */
  private async timed<T>(
    piece: number,
    phase: WireActivity['phase'],
    work: () => Promise<T>,
    tokens?: number,
  ): Promise<T> {
    const startMs = performance.now();
    const cpu = process.cpuUsage();
    const result = await this.clocks[phase].time(work);
    const used = process.cpuUsage(cpu);
    const key = `${piece}/${phase}`;
    const known = this.stages.get(key) ?? { piece, phase, passes: 0, tokens: 0, busyS: 0, cpuS: 0 };
    this.stages.set(key, {
      ...known,
      passes: known.passes + (tokens === undefined ? 0 : 1),
      tokens: known.tokens + (tokens ?? 0),
      busyS: known.busyS + (performance.now() - startMs) / 1000,
      cpuS: known.cpuS + (used.user + used.system) / 1e6,
    });
    return result;
  }

  private promptOf(questionId: string): StagePrompt {
    const known = this.prompts.get(questionId) ?? { caches: new Map(), logits: undefined };
    this.prompts.set(questionId, known);
    return known;
  }

  private piece(piece: number): LoadedPiece {
    const loaded = this.pieces.get(piece);
    if (loaded === undefined) throw internal(`piece ${piece} is not loaded here`);
    return loaded;
  }

  private opened(): OpenWave {
    if (this.wave === undefined) throw internal('no wave is open');
    return this.wave;
  }
}
