/*
 * energy.c: energy, carbon and water formulas as SQL functions
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "traincost.h"
#include "sqlcall/declare.h"

FORMULA_5(energy_kwh, AMOUNT, AMOUNT, FRACTION, FACTOR, FACTOR);
FORMULA_9(node_energy_kwh, AMOUNT, AMOUNT, AMOUNT, SHARE, AMOUNT, SHARE, AMOUNT, AMOUNT, FACTOR);
FORMULA_2(co2e_kg, AMOUNT, AMOUNT);
FORMULA_6(co2e_embodied_kg, AMOUNT, AMOUNT, AMOUNT, POSITIVE, POSITIVE, FRACTION);
FORMULA_4(water_l, AMOUNT, AMOUNT, FACTOR, AMOUNT);
FORMULA_2(household_years, AMOUNT, POSITIVE);
FORMULA_3(sci_gco2e, AMOUNT, AMOUNT, POSITIVE);
