import { type EnergyRoofline, energyRooflineJ } from '@qeil/model/validation';
import { known } from './known.js';
import type { MeasuredSet } from './measured-step.js';
import type { PublishedPoint } from './published-point.js';

export interface BoundCheck {
  readonly id: string;
  /** Predicted J/token by the coefficients of the next higher mode, with the measured time. */
  readonly predictedJ: number;
  readonly publishedJ: number;
}

/**
 * Tier C, the Orin at 7 W, whose power its source only approximates: a lower clock needs no more voltage, so the costs of the
 * 15 W mode bound those at 7 W from above. Nothing is fitted to these points.
 */
export function boundChecks(points: readonly PublishedPoint[], at15W: MeasuredSet, cost: EnergyRoofline): BoundCheck[] {
  const work = at15W.workFrom(at15W.steps);
  return points
    .filter(({ tier, device }) => tier === 'C' && device.startsWith('Jetson'))
    .flatMap((point) => {
      const twin = at15W.steps.find(({ model }) => model === point.model);
      if (twin === undefined) return [];
      const timeS = 1 / known(point.tok_s, `${point.id}.tok_s`);
      return [
        {
          id: point.id,
          predictedJ: energyRooflineJ(cost, { work: work(twin), timeS }),
          publishedJ: known(point.j_per_token_reported, `${point.id}.j_per_token_reported`),
        },
      ];
    });
}
