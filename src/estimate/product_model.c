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

/*
 * The values that a dimension takes in the model: CELLS, of equal probability.
 * What they do is asked of the estimate at NODES scores only, STEP apart, the
 * first at -REACH, which is beyond all points; between them it is a line.
 */
#define CELLS			1024
#define NODES			65
#define REACH			4.0
#define STEP			(2 * REACH / (NODES - 1))

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

/* what one node of a dimension does to each column of a run */
typedef float Factors[EST_COLUMNS];

/* a place between two nodes */
typedef struct Place
{
	int			node;			/* the one below */
	float		part;			/* of the way to the next */
} Place;

typedef struct ModelRun
{
	int			ndimensions;
	int		   *dimensions;		/* of the plan's, those that the run depends on */
	double		median[EST_COLUMNS];
	Factors    *factors;		/* NODES for each of its dimensions */
	/* of the columns at hand: */
	Lanes	   *median_lanes;	/* one */
	int			nactive;		/* the dimensions that one of them depends on, */
	int		   *active;			/* the plan's numbers of them */
	Lanes	   *nodes;			/* NODES for each */
	Lanes	   *cells;			/* CELLS for each */
} ModelRun;

typedef struct Model
{
	int			nruns;
	int			ndimensions;
	ModelRun   *runs;
	unsigned	steps[TC_MAX_DIMENSIONS];	/* of the points' lattice */
	unsigned	fine_steps[TC_MAX_DIMENSIONS];	/* of the finer one */
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
	for (int node = 0; node < NODES; node++)
	{
		double		out[EST_COLUMNS];

		estimate_by_parts(uncertain, dimension, node * STEP - REACH, out);
		for (int i = 0; i < EST_COLUMNS; i++)
			factors[node][i] = out[i] == median[i] ? 1 : (float) (out[i] / median[i]);
	}
}

static Place
place_of(double score)
{
	double		position = (score + REACH) / STEP;
	Place		place;

	place.node = (int) position;
	place.part = (float) (position - place.node);
	return place;
}

static void
model_run(const UncertainRun *uncertain, ModelRun *run)
{
	run->ndimensions = 0;
	run->dimensions = palloc(sizeof(int) * (uncertain->ninputs + 1));
	run->factors = palloc_extended(sizeof(Factors) * NODES * (uncertain->ninputs + 1), MCXT_ALLOC_HUGE);
	estimate_by_parts(uncertain, -1, 0, run->median);
	for (int i = 0; i < uncertain->ninputs; i++)
	{
		int			dimension = uncertain->inputs[i].dimension;
		int			known = 0;

		while (known < run->ndimensions && run->dimensions[known] != dimension)
			known++;
		if (dimension < 0 || known < run->ndimensions)
			continue;
		fill_factors(uncertain, dimension, run->median, &run->factors[NODES * known]);
		run->dimensions[run->ndimensions++] = dimension;
	}
	run->active = palloc(sizeof(int) * (uncertain->ninputs + 1));
	run->median_lanes = allocate(1);
	run->nodes = allocate(NODES * run->ndimensions);
	run->cells = allocate(CELLS * run->ndimensions);
}

static void
make_model(const UncertainPlan *plan, Model *model)
{
	model->nruns = plan->nruns;
	model->ndimensions = plan->ndimensions;
	model->runs = palloc(sizeof(ModelRun) * (plan->nruns + 1));
	for (int d = 0; d < plan->ndimensions; d++)
	{
		model->steps[d] = tc_lattice_step(d, TC_POINTS);
		model->fine_steps[d] = tc_lattice_step(d, TC_FINE_POINTS);
	}
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
	bool		wide;			/* a lane of the second half is taken */
} Arrangement;

#define ENERGY_LANE		(LANES / 2)
#define MAX_PASSES		(EST_COLUMNS / LANES + 3)

/* these depend on inputs of their own, so that where one pass is too few, those of the others are the shorter without them */
static bool
stands_apart(int column, int ncolumns)
{
	return ncolumns > LANES && (column == EST_CO2E_EMBODIED_KG || column == EST_WATER_L);
}

/* put the columns that stand apart, or the others, in lanes from a pass on; the pass behind them */
static int
arrange_some(const int *columns, int ncolumns, bool apart, Arrangement *passes, int pass)
{
	int			place = pass * LANES;

	for (int i = 0; i < ncolumns; i++)
	{
		if (stands_apart(columns[i], ncolumns) != apart ||
			(passes[0].total && (columns[i] == EST_TOTAL_USD || columns[i] == EST_ENERGY_USD)))
			continue;
		while (passes[place / LANES].columns[place % LANES] >= 0)
			place++;
		passes[place / LANES].columns[place % LANES] = columns[i];
	}
	return pass + (passes[pass].columns[0] >= 0 ? place / LANES - pass + 1 : 0);
}

/* put columns in lanes; the number of passes that they take */
static int
arrange(const int *columns, int ncolumns, Arrangement *passes)
{
	int			npasses;

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
	npasses = arrange_some(columns, ncolumns, false, passes, 0);
	npasses = arrange_some(columns, ncolumns, true, passes, npasses);
	for (int p = 0; p < npasses; p++)
	{
		passes[p].wide = false;
		for (int k = LANES / 2; k < LANES; k++)
			passes[p].wide |= passes[p].columns[k] >= 0;
	}
	return npasses;
}

static inline void
between(Lanes *at, const Lanes *nodes, const Place *place)
{
	const Lanes *below = &nodes[place->node];

	at->half[0] = below[0].half[0] + place->part * (below[1].half[0] - below[0].half[0]);
	at->half[1] = below[0].half[1] + place->part * (below[1].half[1] - below[0].half[1]);
}

/* does one of the columns depend on a dimension with these factors? */
static bool
decides(Factors * factors, const Arrangement *arrangement)
{
	for (int node = 0; node < NODES; node++)
		for (int k = 0; k < LANES; k++)
			if (arrangement->columns[k] >= 0 && factors[node][arrangement->columns[k]] != 1)
				return true;
	return false;
}

/* a dimension's cells from its nodes */
static void
fill_cells(const Lanes *nodes, Lanes *cells)
{
	const int	width = TC_POINTS / CELLS;
	const double *scores = tc_scores();

	for (int cell = 0; cell < CELLS; cell++)
	{
		int			middle = cell * width + width / 2;
		Place		place = place_of((scores[middle - 1] + scores[middle]) / 2);

		between(&cells[cell], nodes, &place);
	}
}

/* put the medians and factors of the columns side by side */
static void
fill_lanes(Model *model, const Arrangement *arrangement)
{
	for (int r = 0; r < model->nruns; r++)
	{
		ModelRun   *run = &model->runs[r];

		for (int k = 0; k < LANES; k++)
			run->median_lanes->lane[k] = arrangement->columns[k] < 0 ? 0 : (float) run->median[arrangement->columns[k]];
		run->nactive = 0;
		for (int d = 0; d < run->ndimensions; d++)
		{
			Lanes	   *nodes = &run->nodes[NODES * run->nactive];

			if (!decides(&run->factors[NODES * d], arrangement))
				continue;
			for (int node = 0; node < NODES; node++)
				for (int k = 0; k < LANES; k++)
					nodes[node].lane[k] = arrangement->columns[k] < 0 ? 0 : run->factors[NODES * d + node][arrangement->columns[k]];
			fill_cells(nodes, &run->cells[CELLS * run->nactive]);
			run->active[run->nactive++] = run->dimensions[d];
		}
	}
}

/* the columns at hand at each of TC_POINTS points, by the model */
static void
fill_values(const Model *model, bool total, Lanes *values)
{
	const		FourFloats energy = {total ? 1 : 0};
	unsigned	at[TC_MAX_DIMENSIONS] = {0};

	for (int point = 0; point < TC_POINTS; point++)
	{
		Lanes		sum = {0};

		for (int r = 0; r < model->nruns; r++)
		{
			const ModelRun *run = &model->runs[r];
			Lanes		product = *run->median_lanes;

			for (int d = 0; d < run->nactive; d++)
			{
				const Lanes *factor = &run->cells[CELLS * d + at[run->active[d]] / (TC_POINTS / CELLS)];

				product.half[0] *= factor->half[0];
				product.half[1] *= factor->half[1];
			}
			sum.half[0] += product.half[0];
			sum.half[1] += product.half[1];
		}
		sum.half[0] += energy * sum.half[1];
		values[point] = sum;
		for (int d = 0; d < model->ndimensions; d++)
			at[d] = (at[d] + model->steps[d]) % TC_POINTS;
		if (point % 256 == 0)
			CHECK_FOR_INTERRUPTS();
	}
}

/* four points at a time, whose products do not wait for each other */
#define BLOCK	4

typedef struct Block
{
	FourFloats	low[BLOCK];
	FourFloats	high[BLOCK];
} Block;

static inline void
multiply(Block *products, int point, const Lanes *factor, bool wide)
{
	products->low[point] *= factor->half[0];
	if (wide)
		products->high[point] *= factor->half[1];
}

/* a run's product at four points, whose first has these places in its dimensions */
static inline void
multiply_dimensions(const Model *model, const ModelRun *run, const unsigned *at, bool wide, Block *products)
{
	const unsigned mask = TC_FINE_POINTS - 1;
	const unsigned width = TC_FINE_POINTS / CELLS;
	const Lanes *factors = run->cells;

	for (int d = 0; d < run->nactive; d++, factors += CELLS)
	{
		unsigned	place = at[run->active[d]];
		unsigned	step = model->fine_steps[run->active[d]];

		multiply(products, 0, &factors[place / width], wide);
		multiply(products, 1, &factors[((place + step) & mask) / width], wide);
		multiply(products, 2, &factors[((place + 2 * step) & mask) / width], wide);
		multiply(products, 3, &factors[((place + 3 * step) & mask) / width], wide);
	}
}

/* at how many of a finer lattice's points each lane's column is at most each of its thresholds */
static void
count_below(const Model *model, const Arrangement *arrangement, const Lanes *thresholds, Counts *counts)
{
	const		FourFloats energy = {arrangement->total ? 1 : 0};
	unsigned	at[TC_MAX_DIMENSIONS] = {0};
	Counts		count[TC_SHARES] = {0};

	for (unsigned point = 0; point < TC_FINE_POINTS; point += BLOCK)
	{
		Block		sums = {0};

		for (int r = 0; r < model->nruns; r++)
		{
			const ModelRun *run = &model->runs[r];
			Block		products;

			for (int p = 0; p < BLOCK; p++)
			{
				products.low[p] = run->median_lanes->half[0];
				products.high[p] = run->median_lanes->half[1];
			}
			if (arrangement->wide)
				multiply_dimensions(model, run, at, true, &products);
			else
				multiply_dimensions(model, run, at, false, &products);
			for (int p = 0; p < BLOCK; p++)
			{
				sums.low[p] += products.low[p];
				sums.high[p] += products.high[p];
			}
		}
		for (int p = 0; p < BLOCK; p++)
		{
			sums.low[p] += energy * sums.high[p];
			for (int s = 0; s < TC_SHARES; s++)
			{
				count[s].half[0] -= (FourInts) (sums.low[p] <= thresholds[s].half[0]);
				count[s].half[1] -= (FourInts) (sums.high[p] <= thresholds[s].half[1]);
			}
		}
		for (int d = 0; d < model->ndimensions; d++)
			at[d] = (at[d] + BLOCK * model->fine_steps[d]) % TC_FINE_POINTS;
		if (point % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
	}
	memcpy(counts, count, sizeof(count));
}

/*
 * How many of the points' values by the model are at most the limit, and how much
 * of the model's error there is the column's: the coefficient that leaves the
 * least variance, by the points where both are at most the threshold.  1: the
 * model is the column; 0: it says nothing about it.
 */
static double
weight_of(const double *draws, double threshold, const Lanes *values, int lane, float limit, int *few)
{
	double		model_share;
	int			column_below = 0;
	int			both = 0;

	*few = 0;
	for (int point = 0; point < TC_POINTS; point++)
	{
		bool		below = draws[point] <= threshold;
		bool		model_below = values[point].lane[lane] <= limit;

		column_below += below;
		*few += model_below;
		both += below & model_below;
	}
	if (*few == 0 || *few == TC_POINTS)
		return 0;
	model_share = (double) *few / TC_POINTS;
	return fmax(0, ((double) both / TC_POINTS - model_share * column_below / TC_POINTS) / (model_share * (1 - model_share)));
}

/* correct the shares of the columns of one pass */
static void
correct_columns(Model *model, const Arrangement *arrangement, const double *draws,
				PlanQuantiles thresholds, PlanQuantiles shares)
{
	Lanes		limits[TC_SHARES];
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
	fill_values(model, arrangement->total, values);
	count_below(model, arrangement, limits, many);
	for (int k = 0; k < LANES; k++)
		for (int s = 0; s < TC_SHARES; s++)
		{
			int			column = arrangement->columns[k];
			int			few;
			double		weight;
			double		error;

			if (column < 0)
				continue;
			weight = weight_of(&draws[(size_t) column * TC_DRAWS_STRIDE], thresholds[column][s],
							   values, k, limits[s].lane[k], &few);
			error = weight * ((double) few / TC_POINTS - (double) many[s].lane[k] / TC_FINE_POINTS);
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
