/*
 * afford.h: the most work that limits allow
 */
#ifndef TC_AFFORD_H
#define TC_AFFORD_H

#include "estimate/run.h"

/* NaN: no limit */
typedef struct Limits
{
	double		usd;			/* total_usd */
	double		co2e_kg;		/* location-based, operational */
	double		days;			/* of training */
} Limits;

/* beyond any run: 1e45 FLOP are a thousand years of all GPUs ever made */
#define TC_MOST_FLOP	1e45

/* tokens that will be served by a model of params parameters, at 2 FLOP each and the speed of generation */
#define TC_SERVE_FLOP_PER_PARAM_TOKEN	2

extern double tc_most_flop(const Run *run, const Limits *limits);
extern double tc_best_served_params(const Run *run, const Limits *limits, const ScalingLaw *law,
									double flops_per_param_token, double serve_tokens, double *flop);

#endif
