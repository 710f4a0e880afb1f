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

typedef struct EstimateInput
{
	/* what is computed, and how fast */
	double		flop;
	double		tflops_per_gpu; /* achieved: peak x MFU */
	double		generation_flop;	/* rollouts */
	double		generation_tflops_per_gpu;	/* achieved in generation */
	double		goodput;		/* unless derived from the three below */
	double		gpu_hours_per_failure;	/* NaN: goodput is given */
	double		checkpoint_seconds;
	double		restart_seconds;
	double		run_multiplier;
	double		gpus;			/* NaN: derive from days, or unknown */
	double		days;			/* NaN: derive from gpus, or unknown */

	/* money */
	Ownership	ownership;
	double		usd_per_gpu_hour;	/* rent */
	double		usd_per_gpu;	/* purchase; with price decay, worth at the start of the run */
	double		other_hardware_share;
	double		datacenter_share;
	double		interconnect_share; /* of the whole cluster's price; not in the shares above */
	double		price_decay_oom_per_year;	/* NaN: straight line over the useful life */
	double		useful_life_years;
	double		residual_share; /* of the price, left at the end of the useful life */
	double		cluster_utilization;
	double		usd_per_kwh;
	double		data_usd;
	double		labor_usd;

	/* electricity, carbon, water */
	double		pue;
	double		gpu_watts;
	double		power_fraction;
	double		host_overhead;
	double		gco2e_per_kwh;
	double		market_gco2e_per_kwh;
	double		gpu_embodied_kg;
	double		server_embodied_kg;
	double		embodied_life_years;
	double		wue_site_l_per_kwh;
	double		wue_source_l_per_kwh;
} EstimateInput;

extern bool tc_estimate(const EstimateInput *in, double *out, Problem *problem);

/* estimate_row.c: the row of an estimate */
typedef struct EstimateRow EstimateRow;

extern Datum tc_estimate_row(EstimateRow **where, FunctionCallInfo fcinfo, const double *values);

typedef struct EstimateReader EstimateReader;

extern uint32 tc_read_estimate(EstimateReader **where, FunctionCallInfo fcinfo, Datum row, double *values);

#endif
