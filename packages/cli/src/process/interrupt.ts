import { constants } from 'node:os';

type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** What is needed of a process to listen to its signals. */
export interface SignalSource {
  on(signal: StopSignal, listener: () => void): unknown;
  off(signal: StopSignal, listener: () => void): unknown;
}

export interface Interrupt {
  readonly signal: AbortSignal;
  /** The exit code when a signal came, 128 + its number; undefined while none did. */
  exitCode(): number | undefined;
  stopListening(): void;
}

/** The first signal asks the work to stop, save and report; the second calls `stopNow` with the exit code. */
export function listenForInterrupt(
  source: SignalSource,
  onFirst: () => void,
  stopNow: (code: number) => void,
): Interrupt {
  const controller = new AbortController();
  let code: number | undefined;
  const listeners = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) => {
    const listener = () => {
      if (code !== undefined) {
        stopNow(code);
        return;
      }
      code = 128 + constants.signals[name];
      onFirst();
      controller.abort();
    };
    source.on(name, listener);
    return { name, listener };
  });
  return {
    signal: controller.signal,
    exitCode: () => code,
    stopListening() {
      for (const { name, listener } of listeners) source.off(name, listener);
    },
  };
}
