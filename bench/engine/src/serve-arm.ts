// The process of one arm: loads the model it is told of, then answers one generation after the other.
import type { Arm, Generation, LoadArm, LoadedArm } from './arm.js';
import type { BenchModel } from './bench-model.js';

export type ArmCommand =
  | { readonly load: { readonly arm: Arm; readonly model: BenchModel } }
  | { readonly generate: Generation }
  | { readonly close: true };

let loaded: LoadedArm | undefined;

async function answer(command: ArmCommand): Promise<unknown> {
  if ('load' in command) {
    const { load } = (await import(command.load.arm.module)) as { load: LoadArm };
    loaded = await load(command.load.model, command.load.arm.options);
    return {};
  }
  if (loaded === undefined) throw new Error('a command came before the model was loaded');
  if ('generate' in command) return loaded.generate(command.generate);
  await loaded.close();
  return {};
}

process.on('message', (command: ArmCommand) => {
  answer(command).then(
    (value) => process.send?.({ value }),
    (error: unknown) =>
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
