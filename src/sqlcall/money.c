/*
 * money.c: money formulas as SQL functions
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "traincost.h"
#include "sqlcall/declare.h"

FORMULA_3(rent_usd, AMOUNT, AMOUNT, SHARE);
FORMULA_5(own_usd, AMOUNT, AMOUNT, AMOUNT, AMOUNT, AMOUNT);
FORMULA_4(cluster_usd, AMOUNT, AMOUNT, FACTOR, PART);
FORMULA_3(decayed_price_usd, AMOUNT, AMOUNT, AMOUNT);
FORMULA_4(straight_line_price_usd, AMOUNT, AMOUNT, POSITIVE, SHARE);
FORMULA_3(decay_usd_per_gpu_hour, AMOUNT, AMOUNT, FRACTION);
FORMULA_4(straight_line_usd_per_gpu_hour, AMOUNT, POSITIVE, SHARE, FRACTION);
FORMULA_4(amortized_usd, AMOUNT, AMOUNT, PART, AMOUNT);
FORMULA_2(electricity_usd, AMOUNT, AMOUNT);
FORMULA_3(storage_usd, AMOUNT, AMOUNT, AMOUNT);
FORMULA_4(labor_usd, AMOUNT, AMOUNT, AMOUNT, AMOUNT);
FORMULA_2(annotation_usd, AMOUNT, AMOUNT);
FORMULA_2(development_usd, AMOUNT, FACTOR);
MAYBE_3(break_even_hours, AMOUNT, AMOUNT, AMOUNT);
MAYBE_4(break_even_utilization, AMOUNT, POSITIVE, AMOUNT, AMOUNT);
FORMULA_4(api_usd, AMOUNT, AMOUNT, AMOUNT, AMOUNT);
MAYBE_3(break_even_tokens, AMOUNT, AMOUNT, AMOUNT);
