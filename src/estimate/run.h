/*
 * run.h: one run as it was asked for, before FLOP, speed and worth are worked out
 *
 * The names have been looked up and the assumptions have stepped in.  Any number
 * in it can be changed and the estimate computed anew: so ranges and inversions
 * go through the same arithmetic as one estimate.
 */
#ifndef TC_RUN_H
#define TC_RUN_H

#include "estimate/estimate.h"
#include "formula/architecture.h"
#include "formula/layers.h"

typedef struct Run
{
	/* flop unknown: from the fields below; both speeds are worked out from peak and MFU */
	EstimateInput in;
				REQUEST_FIELDS
	bool		exact;			/* FLOP are counted from arch, */
	bool		shaped;			/* if that is known */
	Arch		arch;
	const LayerList *list;		/* or from these layers; NULL: from arch */
	bool		decays;			/* owned GPUs lose their worth by price decay */
	double		age_years;		/* of owned GPUs at the start of the run */
	double		unused_commitment_usd;	/* of a plan, besides the rent */
	double		data_usd_per_day;	/* storage of a plan, which lasts as long as the run */
} Run;

extern double tc_run_flop(const Run *run);
extern EstimateInput tc_run_input(const Run *run);
extern bool tc_estimate_run(const Run *run, double *out, Problem *problem);
extern bool tc_estimate_run_once(Run *run, double *out, Problem *problem);

#endif
