import type { TopLevelSpec } from 'vega-lite';
import type { Row } from '../output/view.js';

/** A picture with the words and the data that stand in for it. */
export interface Plot {
  /** File name without ending, and anchor. */
  readonly id: string;
  readonly title: string;
  /** What a person who cannot see the picture is told: what it shows and what it says. */
  readonly description: string;
  readonly spec: TopLevelSpec;
  /** What is drawn, one row per mark. */
  readonly rows: readonly Row[];
  /** An error the picture shows, said in words. */
  readonly warning?: string;
}
