export { type AllocatorRun, type AllocatorTrial, simulateBlockAllocator } from './block-allocator.js';
export { between, chance, integerBetween, logBetween, repeat } from './draw.js';
export { randomPlan } from './random-plan.js';
export { type RandomProblemSize, randomPlacementProblem } from './random-problem.js';
