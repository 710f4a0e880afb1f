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
#include "estimate/columns.h"
#include "estimate/inputs.h"

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

extern double *tc_estimate_columns(const EstimateRow *row, double *own);
extern Datum tc_estimate_row(EstimateRow **where, FunctionCallInfo fcinfo, const double *values);

typedef struct EstimateReader EstimateReader;

extern const double *tc_read_estimate(EstimateReader **where, FunctionCallInfo fcinfo, Datum row, double *room,
									  uint32 *nulls);

#endif
