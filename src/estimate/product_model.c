/*
 * product_model.c: a plan as sums of products, and what its points get wrong of it
 *
 * Nearly every column of a run is the product of what each uncertain input does
 * to it alone, and a column of a plan the sum of its runs'.  The model takes it
 * to be just that: for every run a table of factors for each dimension.  It
 * costs a multiplication for each dimension at a point, so that it can be
 * counted at many more points than the estimate.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"

#include "estimate/draws.h"

/* the values that a dimension takes in the model */
#define CELLS			256

/* so many columns are modelled together, one in each lane of two vectors */
#define LANES			8
typedef float FourFloats __attribute__((vector_size(16)));
typedef int32 FourInts __attribute__((vector_size(16)));

typedef union Lanes
{
	FourFloats	half[2];
	float		lane[LANES];
} Lanes;

typedef union Counts
{
	FourInts	half[2];
	int32		lane[LANES];
} Counts;

/* what one cell of a dimension does to each column of a run */
typedef float Factors[EST_COLUMNS];

typedef struct ModelRun
{
	int			ndimensions;
	int		   *dimensions;		/* of the plan's, those that the run depends on */
	double		median[EST_COLUMNS];
	Factors    *factors;		/* CELLS for each of its dimensions */
	Lanes	   *lanes;			/* median and factors of the columns at hand */
} ModelRun;

typedef struct Model
{
	int			nruns;
	int			ndimensions;
	ModelRun   *runs;
	double		lumps_usd;		/* of data and labour, which vary with nothing else in the total */
} Model;

/* room for so many lanes, aligned as vectors need it */
static Lanes *
allocate(int count)
{
	return (Lanes *) TYPEALIGN(sizeof(Lanes), palloc_extended(sizeof(Lanes) * ((size_t) count + 1), MCXT_ALLOC_HUGE));
}

/*
 * An estimate whose total is that of hardware or rent alone: electricity, which
 * depends on other inputs, is modelled apart, and the lumps are added at the end.
 */
static void
estimate_by_parts(const UncertainRun *uncertain, int dimension, double z, double *out)
{
	tc_run_at(uncertain, dimension, z, out);
	out[EST_TOTAL_USD] = out[EST_COMPUTE_USD] + out[EST_OTHER_HARDWARE_USD] + out[EST_DATACENTER_USD];
}

static void
fill_factors(const UncertainRun *uncertain, int dimension, const double *median, Factors * factors)
{
	const double *scores = tc_scores();
	const int	width = TC_POINTS / CELLS;

	for (int cell = 0; cell < CELLS; cell++)
	{
		double		out[EST_COLUMNS];
		int			middle = cell * width + width / 2;

		estimate_by_parts(uncertain, dimension, (scores[middle - 1] + scores[middle]) / 2, out);
		for (int i = 0; i < EST_COLUMNS; i++)
			factors[cell][i] = out[i] == median[i] ? 1 : (float) (out[i] / median[i]);
	}
}

static void
model_run(const UncertainRun *uncertain, ModelRun *run)
{
	run->ndimensions = 0;
	run->dimensions = palloc(sizeof(int) * (uncertain->ninputs + 1));
	run->factors = palloc_extended(sizeof(Factors) * CELLS * (uncertain->ninputs + 1), MCXT_ALLOC_HUGE);
	estimate_by_parts(uncertain, -1, 0, run->median);
	for (int i = 0; i < uncertain->ninputs; i++)
	{
		int			dimension = uncertain->inputs[i].dimension;
		int			known = 0;

		while (known < run->ndimensions && run->dimensions[known] != dimension)
			known++;
		if (dimension < 0 || known < run->ndimensions)
			continue;
		fill_factors(uncertain, dimension, run->median, &run->factors[CELLS * known]);
		run->dimensions[run->ndimensions++] = dimension;
	}
	run->lanes = allocate(CELLS * run->ndimensions + 1);
}

static void
make_model(const UncertainPlan *plan, Model *model)
{
	model->nruns = plan->nruns;
	model->ndimensions = plan->ndimensions;
	model->runs = palloc(sizeof(ModelRun) * (plan->nruns + 1));
	model->lumps_usd = 0;
	for (int r = 0; r < plan->nruns; r++)
	{
		model_run(&plan->runs[r], &model->runs[r]);
		model->lumps_usd += model->runs[r].median[EST_DATA_USD] + model->runs[r].median[EST_LABOR_USD];
	}
}

/* which column is modelled in each lane; none: -1 */
typedef struct Arrangement
{
	int			columns[LANES];
	bool		total;			/* lane 0 is the total, but for its electricity in ENERGY_LANE */
} Arrangement;

#define ENERGY_LANE		(LANES / 2)
#define MAX_PASSES		(EST_COLUMNS / LANES + 2)

/* put columns in lanes; the number of passes that they take */
static int
arrange(const int *columns, int ncolumns, Arrangement *passes)
{
	int			place = 0;

	for (int p = 0; p < MAX_PASSES; p++)
	{
		passes[p].total = false;
		for (int k = 0; k < LANES; k++)
			passes[p].columns[k] = -1;
	}
	for (int i = 0; i < ncolumns; i++)
		if (columns[i] == EST_TOTAL_USD)
		{
			passes[0].total = true;
			passes[0].columns[0] = EST_TOTAL_USD;
			passes[0].columns[ENERGY_LANE] = EST_ENERGY_USD;
		}
	for (int i = 0; i < ncolumns; i++)
	{
		if (passes[0].total && (columns[i] == EST_TOTAL_USD || columns[i] == EST_ENERGY_USD))
			continue;
		while (passes[place / LANES].columns[place % LANES] >= 0)
			place++;
		passes[place / LANES].columns[place % LANES] = columns[i];
	}
	return place / LANES + 1;
}

/* put the medians and factors of the columns side by side */
static void
fill_lanes(Model *model, const Arrangement *arrangement)
{
	for (int r = 0; r < model->nruns; r++)
	{
		ModelRun   *run = &model->runs[r];

		for (int k = 0; k < LANES; k++)
		{
			int			column = arrangement->columns[k];

			run->lanes[0].lane[k] = column < 0 ? 0 : (float) run->median[column];
			for (int cell = 0; cell < CELLS * run->ndimensions; cell++)
				run->lanes[1 + cell].lane[k] = column < 0 ? 0 : run->factors[cell][column];
		}
	}
}

/*
 * At how many of a lattice's points each lane's column is at most each of its
 * thresholds; unless values is NULL, the lanes of every point go there.
 */
static void
count_below(const Model *model, unsigned points, bool total, const Lanes *thresholds, Counts *counts, Lanes *values)
{
	const		FourFloats energy = {total ? 1 : 0};
	int			shift = 0;
	unsigned	at[TC_MAX_DIMENSIONS] = {0};
	unsigned	steps[TC_MAX_DIMENSIONS];
	unsigned	cells[TC_MAX_DIMENSIONS];
	Counts		count[TC_SHARES] = {0};

	while (((unsigned) CELLS << shift) < points)
		shift++;
	for (int d = 0; d < model->ndimensions; d++)
		steps[d] = tc_lattice_step(d, points);
	for (unsigned point = 0; point < points; point++)
	{
		FourFloats	low = {0};
		FourFloats	high = {0};

		for (int d = 0; d < model->ndimensions; d++)
		{
			cells[d] = at[d] >> shift;
			at[d] = (at[d] + steps[d]) & (points - 1);
		}
		for (int r = 0; r < model->nruns; r++)
		{
			const ModelRun *run = &model->runs[r];
			const Lanes *factors = run->lanes + 1;
			FourFloats	low_product = run->lanes[0].half[0];
			FourFloats	high_product = run->lanes[0].half[1];

			for (int d = 0; d < run->ndimensions; d++, factors += CELLS)
			{
				const Lanes *factor = &factors[cells[run->dimensions[d]]];

				low_product *= factor->half[0];
				high_product *= factor->half[1];
			}
			low += low_product;
			high += high_product;
		}
		low += energy * high;
		if (values != NULL)
			values[point] = (Lanes)
		{
			{
				low, high
			}
		};
		for (int s = 0; s < TC_SHARES; s++)
		{
			count[s].half[0] -= (FourInts) (low <= thresholds[s].half[0]);
			count[s].half[1] -= (FourInts) (high <= thresholds[s].half[1]);
		}
		if (point % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	memcpy(counts, count, sizeof(count));
}

/*
 * How much of the model's error at a threshold is the column's: the coefficient
 * that leaves the least variance, by the points where both are at most the
 * threshold.  1: the model is the column; 0: it says nothing about it.
 */
static double
weight_of(const double *draws, double threshold, const Lanes *values, int lane, float limit, int few)
{
	double		model_share = (double) few / TC_POINTS;
	int			column_below = 0;
	int			both = 0;

	if (few == 0 || few == TC_POINTS)
		return 0;
	for (int point = 0; point < TC_POINTS; point++)
	{
		bool		below = draws[point] <= threshold;

		column_below += below;
		both += below & (values[point].lane[lane] <= limit);
	}
	return fmax(0, ((double) both / TC_POINTS - model_share * column_below / TC_POINTS) / (model_share * (1 - model_share)));
}

/* correct the shares of the columns of one pass */
static void
correct_columns(Model *model, const Arrangement *arrangement, const double *draws,
				PlanQuantiles thresholds, PlanQuantiles shares)
{
	Lanes		limits[TC_SHARES];
	Counts		few[TC_SHARES];
	Counts		many[TC_SHARES];
	Lanes	   *values = allocate(TC_POINTS);

	for (int s = 0; s < TC_SHARES; s++)
		for (int k = 0; k < LANES; k++)
		{
			int			column = arrangement->columns[k];

			limits[s].lane[k] = column < 0 ? 0 :
				(float) (thresholds[column][s] - (column == EST_TOTAL_USD ? model->lumps_usd : 0));
		}
	fill_lanes(model, arrangement);
	count_below(model, TC_POINTS, arrangement->total, limits, few, values);
	count_below(model, TC_FINE_POINTS, arrangement->total, limits, many, NULL);
	for (int k = 0; k < LANES; k++)
		for (int s = 0; s < TC_SHARES; s++)
		{
			int			column = arrangement->columns[k];
			double		error;

			if (column < 0)
				continue;
			error = (double) few[s].lane[k] / TC_POINTS - (double) many[s].lane[k] / TC_FINE_POINTS;
			error *= weight_of(&draws[(size_t) column * TC_DRAWS_STRIDE], thresholds[column][s],
							   values, k, limits[s].lane[k], few[s].lane[k]);
			/* the point of rank r stands for the share (r + 1/2) / n */
			shares[column][s] = fmin(1, fmax(0, (tc_shares[s] * TC_POINTS - 0.5) / (TC_POINTS - 1) + error));
		}
}

/*
 * Correct the shares of some columns of a plan, so that TC_POINTS points have
 * there the quantiles that tc_shares asks for; draws are the points' values, and
 * thresholds their quantiles without correction.  What the points and many more
 * of them say of the model differs by the points' own error.
 */
void
tc_correct_shares(const UncertainPlan *plan, const double *draws, const int *columns, int ncolumns,
				  PlanQuantiles thresholds, PlanQuantiles shares)
{
	Arrangement passes[MAX_PASSES];
	int			npasses = arrange(columns, ncolumns, passes);
	Model		model;

	make_model(plan, &model);
	for (int p = 0; p < npasses; p++)
		correct_columns(&model, &passes[p], draws, thresholds, shares);
}
