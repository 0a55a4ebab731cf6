import type { BatchEvaluator } from '@qeil/pgsam-wasm';
import { Archive } from './archive.js';
import type { Costs, Judged } from './costs.js';
import type { Genes, PlanSpace } from './plan-space.js';

/** Everything that ever entered the passive archive, with the evaluation it came at. */
export interface Found {
  readonly evaluation: number;
  readonly costs: Costs;
}

/** One run of one arm: counts evaluations, repairs, and archives passively. Every arm but PGSAM's evaluates through this. */
export class Trial {
  readonly archive = new Archive<Genes>();
  readonly found: Found[] = [];
  evaluations = 0;

  constructor(
    private readonly evaluator: BatchEvaluator,
    readonly space: PlanSpace,
    readonly budget: number,
  ) {}

  get left(): number {
    return this.budget - this.evaluations;
  }

  /** Repairs the plan in place and evaluates it. */
  evaluate(genes: Genes): Judged {
    return this.evaluateAll([genes])[0];
  }

  /**
   * Repairs plans in place and evaluates them, in one call.
   * @throws {RangeError} beyond the budget: an arm must look at {@link left} first
   */
  evaluateAll(plans: readonly Genes[]): Judged[] {
    if (plans.length > this.left) throw new RangeError(`${plans.length} evaluations wanted, ${this.left} left`);
    const { width } = this.space;
    const flat = new Uint32Array(plans.length * width);
    plans.forEach((genes, index) => {
      this.space.repair(genes);
      flat.set(genes, index * width);
    });
    const numbers = this.evaluator.evaluate(flat);
    return plans.map((genes, index) => {
      this.evaluations += 1;
      const from = 4 * index;
      const costs: Costs = [numbers[from], numbers[from + 1], numbers[from + 2]];
      const violation = numbers[from + 3];
      if (violation === 0 && this.archive.offer(costs, () => genes.slice())) {
        this.found.push({ evaluation: this.evaluations, costs });
      }
      return { costs, violation };
    });
  }
}
