/*
 * estimate.h: one estimate from plain numbers
 *
 * The by-name and the by-number functions fill an EstimateInput and call
 * tc_estimate, so each number is computed in one place.  NaN means unknown,
 * here and in the result: arithmetic hands it on.
 */
#ifndef TC_ESTIMATE_H
#define TC_ESTIMATE_H

#include "traincost.h"
#include "estimate/inputs.h"

/* the columns of type traincost.estimate, in its order; for ever from 1.0 on */
typedef enum EstimateColumn
{
	EST_FLOP,
	EST_GPUS,
	EST_DAYS,
	EST_GPU_HOURS,
	EST_ENERGY_KWH,
	EST_CO2E_LOCATION_KG,
	EST_CO2E_MARKET_KG,
	EST_CO2E_EMBODIED_KG,
	EST_WATER_L,
	EST_COMPUTE_USD,
	EST_OTHER_HARDWARE_USD,
	EST_DATACENTER_USD,
	EST_ENERGY_USD,
	EST_DATA_USD,
	EST_LABOR_USD,
	EST_TOTAL_USD,
	EST_COLUMNS
} EstimateColumn;

typedef enum Ownership
{
	RENT,
	BUY,
	AMORTIZE,
	OWNERSHIP_UNKNOWN			/* by number, and neither price is known */
} Ownership;

/*
 * What an estimate is worked out from.  The speeds are achieved ones: peak x MFU.
 * goodput is unused where gpu_hours_per_failure is known; at most one of gpus and
 * days is; usd_per_gpu is, with price decay, the worth at the start of the run, and
 * price_decay_oom_per_year is unknown on the straight line.
 */
typedef struct EstimateInput
{
	Ownership	ownership;
	ESTIMATE_FIELDS
} EstimateInput;

extern bool tc_estimate(const EstimateInput *in, double *out, Problem *problem);

/* estimate_row.c: the row of an estimate */
typedef struct EstimateRow EstimateRow;

extern Datum tc_estimate_row(EstimateRow **where, FunctionCallInfo fcinfo, const double *values);

typedef struct EstimateReader EstimateReader;

extern uint32 tc_read_estimate(EstimateReader **where, FunctionCallInfo fcinfo, Datum row, double *values);

#endif
