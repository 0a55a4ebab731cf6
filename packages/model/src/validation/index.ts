/** Fitting the physics to published measurements, and judging it: `@qeil/model/validation`. */
export {
  type EnergyRoofline,
  type EnergySample,
  type EnergyTerm,
  energyRooflineJ,
  fitEnergyRoofline,
} from '../fit/energy-roofline.js';
export { nonNegativeLeastSquares } from '../fit/non-negative-least-squares.js';
export { relativeFit } from '../fit/relative-fit.js';
export { fitStepTime, type StepTime, stepTimeS, type TimeSample, type TimeTerm } from '../fit/step-time.js';
export { type ErrorSummary, errorSummary, median, type Prediction } from './error-summary.js';
export { type HeldOutGroup, leaveOneGroupOut } from './leave-one-group-out.js';
export { type ImpliedRates, ImpossiblePointError, type RatedPoint, refuseImpossible } from './refuse-impossible.js';
