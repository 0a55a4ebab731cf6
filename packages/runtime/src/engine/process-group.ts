import type { ModelBundle } from '../model-bundle/bundle.js';
import { stagesOf } from '../planning/stages-of.js';
import type { LoadCommand } from './protocol.js';
import type { SplitPlan } from './split-plan.js';
import type { WirePiece } from './stage-protocol.js';
import type { Placement } from './wave.js';

/** The processes a split plan needs: one for each device and point, with the pieces it reads or decodes. */
export interface ProcessGroup {
  readonly members: ReadonlyMap<
    string,
    { readonly placement: Placement; readonly split: NonNullable<LoadCommand['split']> }
  >;
  /** For each piece, the names of the processes that read prompts and decode. */
  readonly pieces: readonly { readonly prefill: string; readonly decode: string }[];
}

/**
 * Sort a plan's pieces by device process.
 *
 * A process is named by device, point and the layers it holds, so plans that need the same processes share them. A piece that is
 * read and decoded on one device is loaded there once.
 */
export function processGroup(bundle: ModelBundle, { pieces }: SplitPlan): ProcessGroup {
  const cuts = pieces.slice(1).map(({ firstLayer }) => firstLayer);
  const weights = stagesOf(bundle, { promptTokens: 1, sampleLengths: [1] }).map(({ weightByte }) => weightByte);
  const place = ({ deviceId, pointName }: Placement): string => `${deviceId}/${pointName}`;
  const held = new Map<string, { placement: Placement; pieces: WirePiece[] }>();
  pieces.forEach(({ firstLayer, endLayer, prefill, decode }, piece) => {
    // Stage 0 is the embedding, which goes with the first layer; the head goes with the last.
    const first = firstLayer === 0 ? 0 : firstLayer + 1;
    const end = piece === pieces.length - 1 ? endLayer + 2 : endLayer + 1;
    const weightByte = weights.slice(first, end).reduce((sum, byte) => sum + byte, 0);
    for (const placement of place(prefill) === place(decode) ? [decode] : [prefill, decode]) {
      const member = held.get(place(placement)) ?? { placement, pieces: [] };
      member.pieces.push({ piece, firstLayer, endLayer, weightByte });
      held.set(place(placement), member);
    }
  });
  const nameOf = (placement: Placement): string => {
    const ranges = held
      .get(place(placement))
      ?.pieces.map(({ firstLayer, endLayer }) => `${firstLayer}-${endLayer - 1}`);
    return `${place(placement)} layers ${ranges?.join(',')} of ${[0, ...cuts].join(',')}`;
  };
  return {
    members: new Map(
      [...held.values()].map(({ placement, pieces: own }) => [
        nameOf(placement),
        { placement, split: { cuts, pieces: own } },
      ]),
    ),
    pieces: pieces.map(({ prefill, decode }) => ({ prefill: nameOf(prefill), decode: nameOf(decode) })),
  };
}
