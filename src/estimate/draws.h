/*
 * draws.h: the distribution of what a plan takes
 *
 * A plan is one run or several, one after the other.  Inputs of one dimension
 * are drawn together, whichever run they belong to: the price level, the PUE
 * and the utilisation of a class are the same for the whole plan.
 */
#ifndef TC_DRAWS_H
#define TC_DRAWS_H

#include "estimate/run.h"
#include "formula/uncertainty.h"

/* values from one column of draws to the next; no power of 2, so that columns do not fall on one cache line */
#define TC_DRAWS_STRIDE		(TC_POINTS + 24)

/* an uncertain input of a run */
typedef struct UncertainInput
{
	size_t		field;			/* offset of a double in Run */
	int			dimension;		/* of the plan's; -1: without effect */
	Spread		spread;
} UncertainInput;

typedef struct UncertainRun
{
	Run			run;			/* every input at its median */
	int			ninputs;
	UncertainInput *inputs;
} UncertainRun;

typedef struct UncertainPlan
{
	int			nruns;
	UncertainRun *runs;
	int			ndimensions;
} UncertainPlan;

extern void tc_run_at(const UncertainRun *uncertain, int dimension, double z, double *out);
extern void tc_plan_at(const UncertainPlan *plan, int dimension, double z, double *out);
extern void tc_order_dimensions(UncertainPlan *plan, int *renumbered);

/* the quantiles that are told of every column */
#define TC_SHARES	3
extern const double tc_shares[TC_SHARES];

typedef double PlanQuantiles[EST_COLUMNS][TC_SHARES];

extern const double *tc_scores(void);
extern void tc_plan_quantiles(const UncertainPlan *plan, PlanQuantiles quantiles);

/* product_model.c */
extern void tc_correct_quantiles(const UncertainPlan *plan, const double *draws, const int *columns, int ncolumns,
								 PlanQuantiles quantiles);

#endif
