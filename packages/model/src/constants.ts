/** Boltzmann constant (J/K), exact. SI Brochure, 9th ed. (2019), Table 1. */
export const BOLTZMANN_J_PER_K = 1.380649e-23;

/** Elementary charge (C), exact. SI Brochure, 9th ed. (2019), Table 1. */
export const ELEMENTARY_CHARGE_C = 1.602176634e-19;

/** Boltzmann constant (eV/K), the quotient of two exact constants: 8.617333262145179e-5. */
export const BOLTZMANN_EV_PER_K = BOLTZMANN_J_PER_K / ELEMENTARY_CHARGE_C;

/** 0 °C (K), exact by the definition of the Celsius scale. SI Brochure, 9th ed. (2019), section 2.3.1. */
export const ZERO_CELSIUS_K = 273.15;
