import { z } from 'zod';
import { QeilError } from '../errors/qeil-error.js';
import type { ModelBundle } from '../model-bundle/bundle.js';
import { samplingSchema } from './protocol.js';
import type { WaveRequest } from './wave.js';

const REMEDY = 'Correct the request; nothing was started for it.';

/**
 * Refuse a request that cannot be meant, before any process sees it.
 *
 * @throws {QeilError} `input-invalid` naming the field
 */
export function checkRequest(request: WaveRequest, bundle: ModelBundle): void {
  const refuse = (why: string): never => {
    throw new QeilError(`question ${request.questionId}: ${why}`, { kind: 'input-invalid', remedy: REMEDY });
  };
  const sampling = samplingSchema.safeParse(request.sampling);
  if (!sampling.success) refuse(`sampling options: ${z.prettifyError(sampling.error)}`);
  const { promptTokenIds, sampleIndices, runSeed } = request;
  if (promptTokenIds.length === 0) refuse('the prompt is empty');
  if (promptTokenIds.length >= bundle.maxPositions) {
    refuse(`the prompt has ${promptTokenIds.length} tokens; the model has ${bundle.maxPositions} positions`);
  }
  const strange = promptTokenIds.find((id) => !Number.isInteger(id) || id < 0 || id >= bundle.shape.vocabulary);
  if (strange !== undefined)
    refuse(`the prompt holds token ${strange}; the vocabulary ends at ${bundle.shape.vocabulary - 1}`);
  if (sampleIndices.length === 0) refuse('no samples are asked for');
  if (new Set(sampleIndices).size !== sampleIndices.length) refuse('a sample is asked for twice');
  const { forced, pruneBelow } = request;
  if (forced !== undefined) {
    if (forced.length !== sampleIndices.length) refuse('there are not as many forced samples as samples');
    const longest = Math.max(...forced.map(({ length }) => length));
    if (forced.some(({ length }) => length === 0)) refuse('a forced sample is empty');
    if (promptTokenIds.length + longest > bundle.maxPositions) {
      refuse(`prompt and forced tokens are longer than the ${bundle.maxPositions} positions of the model`);
    }
    const outside = forced.flat().find((id) => !Number.isInteger(id) || id < 0 || id >= bundle.shape.vocabulary);
    if (outside !== undefined) refuse(`a forced sample holds token ${outside}, which is not in the vocabulary`);
  }
  if (pruneBelow !== undefined) {
    const { window, bar } = pruneBelow;
    if (!Number.isInteger(window) || window < 1) refuse(`pruneBelow.window is ${window}, not an integer from 1`);
    if (!(bar <= 0 && Number.isFinite(bar))) refuse(`pruneBelow.bar is ${bar}, not a finite log-probability`);
  }
  const notIndex = [runSeed, ...sampleIndices].find((value) => !Number.isSafeInteger(value) || value < 0);
  if (notIndex !== undefined) refuse(`runSeed and sampleIndices are integers from 0, got ${notIndex}`);
}
