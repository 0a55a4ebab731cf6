/** Shape of a decoder-only transformer, as far as its costs depend on it. Counts and sizes, no units. */
export interface DecoderShape {
  readonly layers: number;
  /** Residual width d. */
  readonly width: number;
  /** Query heads h_q. */
  readonly heads: number;
  /** Key/value heads h_kv; equal to `heads` without grouping. */
  readonly kvHeads: number;
  readonly headSize: number;
  /** Inner width f of the MLP. */
  readonly mlpWidth: number;
  /** True for a gated MLP (three matrices), false for a plain one (two). */
  readonly gatedMlp: boolean;
  readonly vocabulary: number;
  /** True when the head reads the embedding table. */
  readonly tiedHead: boolean;
}
