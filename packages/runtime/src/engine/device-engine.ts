import type { Device, DevicePoint } from '../devices/device.js';
import type { DeviceActivity } from '../energy/reading.js';
import { QeilError } from '../errors/qeil-error.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import { checkRequest } from './check-request.js';
import type { DeviceProcessHandle } from './device-process-handle.js';
import { cancelledError, DeviceSupervisor } from './device-supervisor.js';
import type { DriverChoice } from './driver/choose-driver.js';
import type { DriverName } from './driver/session-driver.js';
import type { FaultEvent } from './fault-event.js';
import type { KvStrategy } from './kv-strategy.js';
import { passDeadlineS } from './pass-deadline.js';
import { PoisonList } from './poison-list.js';
import { type ProcessGroup, processGroup } from './process-group.js';
import type { LoadCommand, WireActivity, WirePrompt, WireSample } from './protocol.js';
import { sampleSeed } from './sample-seed.js';
import { checkSplitPlan, type SplitPlan } from './split-plan.js';
import { SplitWave, type SplitWaveResult } from './split-wave.js';
import type { SupervisorSettings } from './supervisor-settings.js';
import { TokenRelay } from './token-relay.js';
import type { Engine, Placement, Sample, StageTime, WaveHooks, WaveRequest, WaveResult } from './wave.js';
import { partOf, waveFields } from './wave-fields.js';

export interface EngineParts {
  readonly bundle: ModelBundle;
  readonly devices: readonly Device[];
  readonly onFault: (event: FaultEvent) => void;
  readonly settings: SupervisorSettings;
  /** False: models run as they were exported. */
  readonly sharePrompt: boolean;
  /** Where what is proved of the model is kept; nowhere when absent. */
  readonly cacheDirectory?: string;
  /** Which driver runs the model on the CPU; asked once. */
  readonly chooseDriver: () => Promise<DriverChoice>;
}

/** What is known of a wave when it is drawn: one attempt may become two halves. */
interface Drawn {
  readonly samples: readonly WireSample[];
  readonly activity: readonly DeviceActivity[];
  readonly restarts: number;
  readonly stages?: readonly StageTime[];
}

const keyOf = (placement: Placement): string => `${placement.deviceId}/${placement.pointName}`;

const named = (placement: Placement, activity: readonly WireActivity[]): DeviceActivity[] =>
  activity.map((part) => ({ deviceId: placement.deviceId, pointName: placement.pointName, ...part }));

/** A wave in pieces, and which processes it ran in, by the names of its group. */
interface SplitOutcome extends SplitWaveResult {
  readonly processes: ReadonlyMap<string, DeviceProcessHandle | undefined>;
}

/** The engine over supervised device processes. See {@link Engine} for its promises. */
export class DeviceEngine implements Engine {
  private readonly supervisors = new Map<string, DeviceSupervisor>();
  private readonly poison: PoisonList;
  private chosen: Promise<DriverChoice> | undefined;
  private closed = false;

  constructor(private readonly parts: EngineParts) {
    this.poison = new PoisonList(parts.settings.deathsBeforePoison);
  }

  /**
   * Draw one wave; see {@link Engine.sampleWave}.
   *
   * Aborting ends the wave within one decode step: samples already begun come back with `finishReason: 'cancelled'`, since their
   * joules are spent; a wave aborted before its first token is rejected with kind `cancelled`.
   * A wave that does not fit the memory is drawn again in two halves, once.
   * Of an attempt that died with its process only the time is known; it counts as busy with all threads.
   */
  async sampleWave(request: WaveRequest, hooks: WaveHooks = {}): Promise<WaveResult> {
    const startMs = performance.now();
    checkRequest(request, this.parts.bundle);
    const relay = hooks.onToken === undefined ? undefined : new TokenRelay(hooks.onToken);
    const drawn = await this.drawOrHalve(request, relay, hooks.signal);
    if (hooks.signal?.aborted && drawn.samples.every((sample) => sample.tokenIds.length === 0)) {
      throw cancelledError(request.questionId);
    }
    const samples = drawn.samples.map(
      (sample): Sample => ({
        questionId: request.questionId,
        seed: sampleSeed(request.runSeed, request.questionId, sample.sampleIndex),
        deviceId: request.decode.deviceId,
        ...sample,
      }),
    );
    return { ...drawn, samples, wallS: (performance.now() - startMs) / 1000 };
  }

  async endQuestion(questionId: string): Promise<void> {
    const { progressDeadlineS } = this.parts.settings;
    await Promise.all(
      [...this.supervisors.values()].map((supervisor) =>
        supervisor.runIfStarted(async (process) => {
          if (!process.keptPrompts.delete(questionId)) return;
          await process.command({ type: 'forget', questionId }, 'forgotten', progressDeadlineS);
        }),
      ),
    );
  }

  async keepOnly(plans: readonly Pick<WaveRequest, 'prefill' | 'decode' | 'split'>[]): Promise<void> {
    const needed = new Set(plans.flatMap((plan) => this.processNames(plan)));
    const others = [...this.supervisors].filter(([name]) => !needed.has(name));
    await Promise.all(others.map(([, supervisor]) => supervisor.rest()));
  }

  cpuDriver(): Promise<DriverChoice> {
    this.chosen ??= this.parts.chooseDriver();
    return this.chosen;
  }

  /** Keys are `deviceId/pointName`. */
  processIds(): ReadonlyMap<string, number> {
    const ids = new Map<string, number>();
    for (const [key, supervisor] of this.supervisors) {
      if (supervisor.processId !== undefined) ids.set(key, supervisor.processId);
    }
    return ids;
  }

  /** Keys are those of {@link processIds}. */
  kvStrategies(): ReadonlyMap<string, KvStrategy> {
    const strategies = new Map<string, KvStrategy>();
    for (const [key, { kvStrategy }] of this.supervisors) if (kvStrategy !== undefined) strategies.set(key, kvStrategy);
    return strategies;
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.supervisors.values()].map((supervisor) => supervisor.close()));
  }

  private processNames({ prefill, decode, split }: Pick<WaveRequest, 'prefill' | 'decode' | 'split'>): string[] {
    if (split === undefined) return [keyOf(prefill), keyOf(decode)];
    return [...processGroup(this.parts.bundle, split).members.keys()];
  }

  private async drawOrHalve(request: WaveRequest, relay: TokenRelay | undefined, signal?: AbortSignal): Promise<Drawn> {
    try {
      return await this.draw(request, relay, signal);
    } catch (error) {
      const indices = request.sampleIndices;
      if (!QeilError.isInstance(error) || error.kind !== 'out-of-memory' || indices.length === 1) throw error;
      const middle = Math.ceil(indices.length / 2);
      const first = await this.draw(partOf(request, 0, middle), relay, signal);
      const second = await this.draw(partOf(request, middle, indices.length), relay, signal);
      return {
        samples: [...first.samples, ...second.samples],
        activity: [...first.activity, ...second.activity],
        restarts: first.restarts + second.restarts,
        stages: [...(first.stages ?? []), ...(second.stages ?? [])],
      };
    }
  }

  private async draw(request: WaveRequest, relay: TokenRelay | undefined, signal?: AbortSignal): Promise<Drawn> {
    if (request.split !== undefined) return this.drawSplit(request, request.split, relay, signal);
    const { questionId, prefill, decode, keepPrompt } = request;
    const decoder = this.supervisorOf(decode);
    const split = keyOf(prefill) !== keyOf(decode);
    const promptKey = request.promptTokenIds.join(',');
    const activity: DeviceActivity[] = [];
    let restarts = 0;
    let prompt: WirePrompt | undefined;
    for (;;) {
      // The two devices are never held at once: waves with swapped roles would wait for each other for ever.
      if (split && prompt === undefined && !(keepPrompt && decoder.holdsPrompt(questionId, promptKey))) {
        const read = await this.readPrompt(request, signal);
        prompt = read.prompt;
        activity.push(...read.activity);
        restarts += read.restarts;
      }
      const {
        value,
        restarts: more,
        lostS,
      } = await decoder.run(
        questionId,
        async (process) => {
          const held = keepPrompt && process.keptPrompts.get(questionId) === promptKey;
          if (split && !held && prompt === undefined) return undefined; // it was lost with the process that held it
          // Held for sure only when the reply is here; an empty key equals no prompt but has the question forgotten later.
          if (keepPrompt && !held) process.keptPrompts.set(questionId, '');
          const reply = await process.command(
            {
              type: 'wave',
              ...waveFields(request, relay !== undefined),
              ...(split && !held ? { prompt } : {}),
            },
            'drawn',
            this.passDeadlineS(Math.max(request.promptTokenIds.length, request.sampleIndices.length)),
            {
              ...(relay === undefined ? {} : { onTokens: relay.attempt() }),
              ...(signal === undefined ? {} : { signal }),
            },
          );
          if (keepPrompt) process.keptPrompts.set(questionId, promptKey);
          return reply;
        },
        signal,
      );
      restarts += more;
      activity.push(...this.lostActivity(decode, 'decode', lostS));
      if (value === undefined) continue;
      const done = [...activity, ...named(decode, value.activity)];
      return { samples: value.samples, activity: done, restarts, stages: this.wholeStages(done) };
    }
  }

  /** Activity of a model in one piece, told as that of a plan with one. What a process did before it died is left out. */
  private wholeStages(activity: readonly DeviceActivity[]): StageTime[] {
    return activity
      .filter(({ passes }) => passes > 0)
      .map(({ trafficByte: _, ...done }) => ({
        piece: 0,
        firstLayer: 0,
        endLayer: this.parts.bundle.shape.layers,
        ...done,
      }));
  }

  private async drawSplit(
    request: WaveRequest,
    plan: SplitPlan,
    relay: TokenRelay | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Drawn> {
    const { bundle } = this.parts;
    checkSplitPlan(plan, bundle.shape.layers);
    const group = processGroup(bundle, plan);
    // Always held in one order, whatever the order of the pieces: two plans must not wait for each other for ever.
    const members = [...group.members.entries()].sort(([left], [right]) => (left < right ? -1 : 1));
    const supervisors = members.map(([key, { placement, split }]) => this.supervisorOf(placement, key, split));
    const activity: DeviceActivity[] = [];
    let restarts = 0;
    const draw = async (held: readonly DeviceProcessHandle[]): Promise<SplitOutcome> => {
      const supervisor = supervisors[held.length];
      const member = members[held.length]?.[1];
      if (supervisor === undefined || member === undefined) {
        const processes = new Map(members.map(([key], index) => [key, held[index]]));
        return this.runSplit(request, plan, group, processes, relay, signal);
      }
      const done = await supervisor.run(request.questionId, (process) => draw([...held, process]), signal);
      restarts += done.restarts;
      activity.push(...this.lostActivity(member.placement, 'decode', done.lostS));
      return done.value;
    };
    const result = await draw([]);
    const placementOf = (process: DeviceProcessHandle): Placement => {
      const found = members.find(([key]) => result.processes.get(key) === process)?.[1].placement;
      if (found === undefined) throw new QeilError('a process of no piece took part in a wave', { kind: 'internal' });
      return found;
    };
    activity.push(...result.activity.flatMap(({ process, done }) => named(placementOf(process), [done])));
    const layersOf = (piece: number): Pick<StageTime, 'firstLayer' | 'endLayer'> => {
      const { firstLayer = 0, endLayer = 0 } = plan.pieces[piece] ?? {};
      return { firstLayer, endLayer };
    };
    const stages = result.stages
      .map(({ process, done }) => ({ ...placementOf(process), ...layersOf(done.piece), ...done }))
      .sort((left, right) => left.phase.localeCompare(right.phase) * -1 || left.piece - right.piece);
    return { samples: result.samples, activity, restarts, stages };
  }

  private async readPrompt(
    request: WaveRequest,
    signal: AbortSignal | undefined,
  ): Promise<{ prompt: WirePrompt; activity: DeviceActivity[]; restarts: number }> {
    const { questionId, promptTokenIds, prefill } = request;
    const { value, restarts, lostS } = await this.supervisorOf(prefill).run(
      questionId,
      (process) =>
        process.command(
          { type: 'prefill', promptTokenIds: [...promptTokenIds] },
          'prefilled',
          this.passDeadlineS(promptTokenIds.length),
          signal === undefined ? {} : { signal },
        ),
      signal,
    );
    const activity = [...this.lostActivity(prefill, 'prefill', lostS), ...named(prefill, value.activity)];
    return { prompt: value.prompt, activity, restarts };
  }

  private async runSplit(
    request: WaveRequest,
    { microBatches }: SplitPlan,
    group: ProcessGroup,
    processes: ReadonlyMap<string, DeviceProcessHandle | undefined>,
    relay: TokenRelay | undefined,
    signal: AbortSignal | undefined,
  ): Promise<SplitOutcome> {
    const { questionId, promptTokenIds, keepPrompt, sampleIndices } = request;
    const processOf = (key: string): DeviceProcessHandle => {
      const process = processes.get(key);
      if (process === undefined) throw new QeilError(`no process for ${key}`, { kind: 'internal' });
      return process;
    };
    const pieces = group.pieces.map(({ prefill, decode }) => ({
      prefill: processOf(prefill),
      decode: processOf(decode),
    }));
    const promptKey = promptTokenIds.join(',');
    const decoders = new Set(pieces.map(({ decode }) => decode));
    const held = keepPrompt && [...decoders].every((process) => process.keptPrompts.get(questionId) === promptKey);
    // Held for sure only when the wave is over; an empty key equals no prompt but has the question forgotten later.
    if (!held) for (const process of processes.values()) process?.keptPrompts.set(questionId, '');
    const wave = new SplitWave({
      pieces,
      microBatches,
      questionId,
      promptTokenIds,
      held,
      open: { type: 'open', ...waveFields(request, relay !== undefined) },
      samples: sampleIndices.length,
      passDeadlineS: (tokens) => this.passDeadlineS(tokens),
      onTokens: relay?.attempt(),
      signal,
    });
    const result = await wave.run();
    if (keepPrompt) for (const process of decoders) process.keptPrompts.set(questionId, promptKey);
    return { ...result, processes };
  }

  /**
   * What processes spent before they died. Only the time is known, so all threads count as busy: an upper bound, since joules
   * that were spent must not vanish from the account.
   */
  private lostActivity(placement: Placement, phase: DeviceActivity['phase'], lostS: number): DeviceActivity[] {
    if (lostS === 0) return [];
    const { threads } = this.pointOf(placement).point;
    return [{ ...placement, phase, busyS: lostS, cpuS: lostS * threads, passes: 0, tokens: 0, trafficByte: 0 }];
  }

  private passDeadlineS(tokens: number): number {
    return passDeadlineS(this.parts.bundle, tokens, this.parts.settings.progressDeadlineS);
  }

  private supervisorOf(
    placement: Placement,
    key = keyOf(placement),
    split?: NonNullable<LoadCommand['split']>,
  ): DeviceSupervisor {
    if (this.closed) throw new QeilError('the engine is closed', { kind: 'cancelled' });
    const known = this.supervisors.get(key);
    if (known !== undefined) return known;
    const { bundle, settings, onFault, sharePrompt, cacheDirectory } = this.parts;
    const { device, point } = this.pointOf(placement);
    const supervisor = new DeviceSupervisor({
      device,
      point,
      bundle,
      settings,
      poison: this.poison,
      onFault,
      sharePrompt,
      driver: () => this.driverFor(device),
      ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
      ...(split === undefined ? {} : { split }),
    });
    this.supervisors.set(key, supervisor);
    return supervisor;
  }

  private async driverFor({ provider }: Device): Promise<DriverName> {
    return provider === 'cpu' ? (await this.cpuDriver()).driver : 'node-binding';
  }

  private pointOf(placement: Placement): { device: Device; point: DevicePoint } {
    const { devices } = this.parts;
    const device = devices.find((candidate) => candidate.id === placement.deviceId);
    const point = device?.points.find((candidate) => candidate.name === placement.pointName);
    if (device !== undefined && point !== undefined) return { device, point };
    const there = devices.flatMap(({ id, points }) => points.map(({ name }) => `${id}/${name}`)).join(', ');
    throw new QeilError(`no device and point "${keyOf(placement)}"; the engine has ${there}`, {
      kind: 'device-unavailable',
      remedy: 'Plan again for the devices of this machine.',
    });
  }
}
