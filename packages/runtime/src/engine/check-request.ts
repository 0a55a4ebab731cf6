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
  const notIndex = [runSeed, ...sampleIndices].find((value) => !Number.isSafeInteger(value) || value < 0);
  if (notIndex !== undefined) refuse(`runSeed and sampleIndices are integers from 0, got ${notIndex}`);
}
