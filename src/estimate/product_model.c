/*
 * product_model.c: a plan as sums of products, and what its points say by that
 *
 * Nearly every column of a run is the product of what each uncertain input does
 * to it alone, where it generates the sum of one for its training and one for its
 * generation, and a column of a plan the sum of its runs'.  The model takes it
 * to be just that: for every run a table of factors for each dimension.
 *
 * By the model no point needs the dimension that moves a column most: whatever the
 * others are, the share of its values that keep the column below a threshold
 * follows from its table.  So a point says not only whether it is below, yes or
 * no, but with which probability; and the mean of something so smooth over the
 * points errs many times less than a count of them.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/memutils.h"

#include "estimate/draws.h"

/*
 * What a dimension does is asked of the estimate at NODES scores only, STEP apart,
 * the first at -REACH, which is beyond all points; between them it is a line.
 */
#define NODES			129
#define REACH			4.0
#define STEP			(2 * REACH / (NODES - 1))

/* what one node of a dimension does to each column of a run */
typedef float Factors[EST_COLUMNS];

typedef struct ModelRun
{
	int			ndimensions;
	int		   *dimensions;		/* of the plan's, those that the run depends on */
	double		median[EST_COLUMNS];
	Factors    *factors;		/* NODES for each of its dimensions */
} ModelRun;

typedef struct Model
{
	int			nruns;
	int			ndimensions;
	ModelRun   *runs;
	unsigned	starts[TC_MAX_DIMENSIONS];	/* of the points' lattice */
	unsigned	steps[TC_MAX_DIMENSIONS];
} Model;

/*
 * An estimate whose total is that of hardware or rent alone: electricity, data and
 * labour depend on other inputs, and are products of their own.
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
}

/* makes an input of a run 0, and certain */
static void
leave_out(UncertainRun *uncertain, size_t field)
{
	*(double *) ((char *) &uncertain->run + field) = 0;
	for (int i = 0; i < uncertain->ninputs; i++)
		if (uncertain->inputs[i].field == field)
			uncertain->inputs[i].dimension = -1;
}

/*
 * the run with its training alone, or with its generation, which pays neither
 * lumps nor, if their number is known, GPUs again
 */
static UncertainRun
part_of(const UncertainRun *whole, bool generation)
{
	UncertainRun part = *whole;
	const EstimateInput *in = &whole->run.in;

	part.inputs = palloc(sizeof(UncertainInput) * (whole->ninputs + 1));
	memcpy(part.inputs, whole->inputs, sizeof(UncertainInput) * whole->ninputs);
	if (!generation)
		leave_out(&part, offsetof(Run, in.generation_flop));
	else
	{
		leave_out(&part, offsetof(Run, in.flop));
		leave_out(&part, offsetof(Run, in.data_usd));
		leave_out(&part, offsetof(Run, in.labor_usd));
		leave_out(&part, offsetof(Run, unused_commitment_usd));
		if (!isnan(in->bought_gpus) || !isnan(in->gpus))
			leave_out(&part, offsetof(Run, in.bought_gpus));
	}
	return part;
}

/* training and generation, each at its own speed, are a product each */
static bool
has_two_parts(const UncertainRun *uncertain)
{
	return uncertain->run.in.generation_flop > 0 && isnan(uncertain->run.in.steady_gpu_hours);
}

static void
make_model(const UncertainPlan *plan, Model *model)
{
	model->nruns = 0;
	model->ndimensions = plan->ndimensions;
	model->runs = palloc(sizeof(ModelRun) * (2 * plan->nruns + 1));
	for (int d = 0; d < plan->ndimensions; d++)
	{
		model->starts[d] = tc_lattice_start(d);
		model->steps[d] = tc_lattice_step(d);
	}
	for (int r = 0; r < plan->nruns; r++)
	{
		const UncertainRun *uncertain = &plan->runs[r];

		if (has_two_parts(uncertain))
		{
			UncertainRun training = part_of(uncertain, false);
			UncertainRun generation = part_of(uncertain, true);

			model_run(&training, &model->runs[model->nruns++]);
			model_run(&generation, &model->runs[model->nruns++]);
		}
		else
			model_run(uncertain, &model->runs[model->nruns++]);
	}
}

static Factors *
factors_of(const ModelRun *run, int dimension)
{
	for (int d = 0; d < run->ndimensions; d++)
		if (run->dimensions[d] == dimension)
			return &run->factors[NODES * d];
	return NULL;
}

/* a place between two nodes */
typedef struct Place
{
	int			node;			/* the one below */
	float		part;			/* of the way to the next */
} Place;

/* where each of the points' scores lies */
static const Place *
score_places(void)
{
	static Place places[TC_POINTS];
	const double *scores = tc_scores();

	if (places[TC_POINTS - 1].node == 0)
		for (int i = 0; i < TC_POINTS; i++)
		{
			double		position = (scores[i] + REACH) / STEP;

			places[i].node = (int) position;
			places[i].part = (float) (position - places[i].node);
		}
	return places;
}

/* how many of the points lie below a node, and their change from there to the next if it went on as there */
typedef struct NodePoints
{
	float		below;
	float		slope;
} NodePoints;

static const NodePoints *
node_points(void)
{
	static NodePoints nodes[NODES];

	if (nodes[0].slope == 0)
		for (int node = 0; node < NODES; node++)
		{
			double		z = node * STEP - REACH;

			nodes[node].below = (float) (TC_POINTS * tc_normal_below(z));
			nodes[node].slope = (float) (TC_POINTS * STEP * tc_exp(-z * z / 2) * 0.3989422804014327);
		}
	return nodes;
}

/* how many lie below a place, by the cubic that has both nodes' slopes; *slope, its own there */
static inline float
points_at(const NodePoints *node, float part, float *slope)
{
	float		rise = node[1].below - node[0].below;
	float		c = 3 * rise - 2 * node[0].slope - node[1].slope;
	float		d = node[0].slope + node[1].slope - 2 * rise;

	*slope = node[0].slope + part * (2 * c + part * 3 * d);
	return node[0].below + part * (node[0].slope + part * (c + part * d));
}

/* ------------------------------------------------------------------------
 * a column and the dimension that moves it most
 * ------------------------------------------------------------------------ */

/* a column is the sum of at most so many products a run, one in each lane of a vector */
#define PARTS			4
typedef float FourFloats __attribute__((vector_size(16)));

typedef union Parts
{
	FourFloats	all;
	float		part[PARTS];
} Parts;

static int
parts_of(int column, int *parts)
{
	static const int total[PARTS] = {EST_TOTAL_USD, EST_ENERGY_USD, EST_DATA_USD, EST_LABOR_USD};

	if (column != EST_TOTAL_USD)
	{
		parts[0] = column;
		return 1;
	}
	memcpy(parts, total, sizeof(total));
	return PARTS;
}

/* one product: a part of the column in a run */
typedef struct Term
{
	int			run;
	int			lane;
	double		median;			/* not 0 */
	Factors    *factors;		/* of the dimension; NULL: without effect */
	float		nodes[NODES];	/* the same, ascending */
} Term;

typedef struct Column
{
	int			nparts;
	int			parts[PARTS];
	int			nterms;
	Term	   *terms;
	int			dimension;		/* -1: none moves all terms one way */
	bool		falls;			/* the column falls where the dimension rises */
	bool		alike;			/* the dimension multiplies all terms alike */
} Column;

/*
 * Does a factor go by steps, as a number of whole GPUs does?  Then what a point is
 * beside the model depends on the step that it is on.  A number cut at the end of
 * its domain has one flat side and no steps.
 */
static bool
has_steps(Factors * factors, int source)
{
	bool		was_flat = false;
	int			flats = 0;

	for (int node = NODES / 4 + 1; node < NODES - NODES / 4; node++)
	{
		bool		is_flat = factors[node][source] == factors[node - 1][source];

		flats += is_flat && !was_flat;
		was_flat = is_flat;
	}
	return flats > 1;
}

/* what a dimension does to a column */
typedef struct Effect
{
	bool		rises;
	bool		falls;
	bool		alike;
	bool		matters;
	double		ratio;			/* from one side of the median to the other */
} Effect;

static Effect
effect_of(const Column *column, const Model *model, int dimension)
{
	const int	away = 20;		/* nodes: at -1.25 and 1.25 */
	Effect		effect = {.rises = true,.falls = true,.alike = true};
	double		low = 0,
				high = 0;
	Factors    *first = NULL;

	for (int t = 0; t < column->nterms; t++)
	{
		const Term *term = &column->terms[t];
		int			source = column->parts[term->lane];
		Factors    *factors = factors_of(&model->runs[term->run], dimension);

		low += term->median * (factors ? factors[NODES / 2 - away][source] : 1);
		high += term->median * (factors ? factors[NODES / 2 + away][source] : 1);
		if (t == 0)
			first = factors;
		effect.alike &= (factors == NULL) == (first == NULL);
		if (factors != NULL && has_steps(factors, source))
			effect.rises = effect.falls = false;
		for (int node = 0; factors != NULL && node < NODES; node++)
		{
			float		factor = factors[node][source];

			effect.matters |= factor != 1;
			effect.rises &= node == 0 || factor >= factors[node - 1][source];
			effect.falls &= node == 0 || factor <= factors[node - 1][source];
			effect.alike &= first != NULL &&
				fabsf(factor - first[node][column->parts[column->terms[0].lane]]) <= 1e-5f * factor;
		}
	}
	effect.ratio = fmax(low, high) / fmin(low, high);
	return effect;
}

/*
 * The dimension that moves the column most; one that multiplies it as a whole is
 * less work, and preferred.  None where only one matters: of that the points take
 * all shares once, and count right.
 */
static void
choose_dimension(Column *column, const Model *model)
{
	double		most = 0;
	int			mattering = 0;

	column->dimension = -1;
	column->falls = column->alike = false;
	for (int d = 0; d < model->ndimensions; d++)
	{
		Effect		effect = effect_of(column, model, d);
		double		worth = (effect.ratio - 1) * (effect.alike ? 2 : 1);

		mattering += effect.matters;
		if ((effect.rises || effect.falls) && worth > most)
		{
			most = worth;
			column->dimension = d;
			column->falls = effect.falls;
			column->alike = effect.alike;
		}
	}
	if (mattering < 2)
		column->dimension = -1;
}

static void
make_column(Column *column, const Model *model, int number)
{
	column->nparts = parts_of(number, column->parts);
	column->nterms = 0;
	column->terms = palloc(sizeof(Term) * (column->nparts * model->nruns + 1));
	for (int r = 0; r < model->nruns; r++)
		for (int k = 0; k < column->nparts; k++)
			if (model->runs[r].median[column->parts[k]] != 0)
				column->terms[column->nterms++] = (Term)
			{
				.run = r,.lane = k,.median = model->runs[r].median[column->parts[k]]
			};
	choose_dimension(column, model);
	for (int t = 0; t < column->nterms; t++)
	{
		Term	   *term = &column->terms[t];

		term->factors = factors_of(&model->runs[term->run], column->dimension);
		for (int node = 0; node < NODES; node++)
			term->nodes[node] = term->factors ?
				term->factors[column->falls ? NODES - 1 - node : node][column->parts[term->lane]] : 1;
	}
}

/* the place of a point in the column's dimension, by which the column ascends */
static inline unsigned
own_place(const Column *column, unsigned at)
{
	return column->falls ? TC_POINTS - 1 - at : at;
}

/* ------------------------------------------------------------------------
 * a dimension that multiplies the column as a whole
 * ------------------------------------------------------------------------ */

/* how many points lie below a limit, over all points, and their change with its logarithm */
typedef struct Below
{
	double		points;
	double		density;
} Below;

/* places of a table by the bits of a float, which ascend with it as its logarithm does, nearly */
#define BUCKETS			1024

/* how many points have a smaller factor than this */
typedef struct FactorTable
{
	float		low;			/* the least factor, */
	float		high;			/* the greatest, */
	int32		first;			/* the bits of the least, */
	int			shift;			/* the bits of a factor within one place, */
	float		scale;			/* 2^-shift, */
	float		below[BUCKETS + 2]; /* and how many are below a place's first factor */
	float		own[TC_POINTS]; /* the factor at each score */
} FactorTable;

static inline int32
bits_of(float number)
{
	int32		bits;

	memcpy(&bits, &number, sizeof(bits));
	return bits;
}

static inline float
float_of(int32 bits)
{
	float		number;

	memcpy(&number, &bits, sizeof(number));
	return number;
}

/* the table of factors that ascend */
static void
fill_table(FactorTable *table, const float *nodes)
{
	const NodePoints *points = node_points();
	const Place *places = score_places();
	int			last = NODES - 1;
	int			node = 0;

	while (last > 0 && !isfinite(nodes[last]))
		last--;
	table->low = nodes[0];
	table->high = nodes[last];
	table->first = bits_of(table->low);
	table->shift = 0;
	while ((bits_of(table->high) - table->first) >> table->shift >= BUCKETS)
		table->shift++;
	table->scale = 1 / (float) (1 << table->shift);
	for (int bucket = 0; bucket < BUCKETS + 2; bucket++)
	{
		int64		bits = table->first + ((int64) bucket << table->shift);
		float		factor = bits >= bits_of(table->high) ? table->high : float_of((int32) bits);
		float		slope;

		while (node < last && nodes[node + 1] <= factor)
			node++;
		table->below[bucket] = node == last ? points[last].below :
			points_at(&points[node], (factor - nodes[node]) / (nodes[node + 1] - nodes[node]), &slope);
	}
	for (int i = 0; i < TC_POINTS; i++)
	{
		const float *below = &nodes[places[i].node];

		table->own[i] = below[0] + places[i].part * (below[1] - below[0]);
	}
}

/* add how many points have a factor that is at most this */
static inline void
add_points_below(const FactorTable *table, float factor, Below *below)
{
	int32		bits;
	int32		place;
	int32		bucket;
	float		slope;

	if (!(factor > table->low))
		return;
	if (factor >= table->high)
	{
		below->points += TC_POINTS;
		return;
	}
	bits = bits_of(factor);
	place = bits - table->first;
	bucket = place >> table->shift;
	slope = (table->below[bucket + 1] - table->below[bucket]) * table->scale;
	below->points += table->below[bucket] + (float) (place - (bucket << table->shift)) * slope;
	/* of a float's bits these are its significand: so many change with its logarithm */
	below->density += (float) ((bits & 0x7fffff) | 0x800000) * slope;
}

/* what the column is but for the dimension's factor is the point's value over its own factor */
static void
add_points_of_whole(const Column *column, const Model *model, const double *draws, const double *thresholds,
					Below *below)
{
	FactorTable *table = palloc(sizeof(FactorTable));
	unsigned	step = model->steps[column->dimension];
	unsigned	at = model->starts[column->dimension];

	fill_table(table, column->terms[0].nodes);
	for (int point = 0; point < TC_POINTS; point++)
	{
		double		factor = table->own[own_place(column, at)] / draws[point];

		for (int s = 0; s < TC_SHARES; s++)
			add_points_below(table, (float) (thresholds[s] * factor), &below[s]);
		at = (at + step) % TC_POINTS;
	}
}

/* ------------------------------------------------------------------------
 * a dimension that multiplies each part of the column in its own way
 * ------------------------------------------------------------------------ */

/* points take so many values of a dimension that is not the column's own, of equal probability */
#define CELLS			512
#define CELL_WIDTH		(TC_POINTS / CELLS)

/* so many points are multiplied at a time */
#define CHUNK			64

/* the products of a run's parts but for the column's own dimension */
typedef struct RunParts
{
	Parts	   *median;			/* one */
	int			nactive;		/* dimensions that a part depends on, */
	int		   *active;			/* the plan's numbers of them */
	Parts	   *cells;			/* CELLS for each */
	Parts	   *products;		/* CHUNK */
} RunParts;

/* room for so many vectors, aligned */
static Parts *
allocate(int count)
{
	return (Parts *) TYPEALIGN(sizeof(Parts), palloc_extended(sizeof(Parts) * ((size_t) count + 1), MCXT_ALLOC_HUGE));
}

/* the parts' factors of a dimension side by side; false if they are all 1 */
static bool
fill_nodes(const Column *column, Factors * factors, Parts *nodes)
{
	bool		decides = false;

	for (int node = 0; node < NODES; node++)
		for (int k = 0; k < PARTS; k++)
		{
			nodes[node].part[k] = k < column->nparts ? factors[node][column->parts[k]] : 1;
			decides |= nodes[node].part[k] != 1;
		}
	return decides;
}

static void
fill_parts(const Column *column, const ModelRun *run, RunParts *parts)
{
	const Place *places = score_places();
	Parts		nodes[NODES];

	parts->nactive = 0;
	parts->active = palloc(sizeof(int) * (run->ndimensions + 1));
	parts->cells = allocate(CELLS * run->ndimensions);
	parts->products = allocate(CHUNK);
	parts->median = allocate(1);
	for (int k = 0; k < PARTS; k++)
		parts->median->part[k] = k < column->nparts ? (float) run->median[column->parts[k]] : 0;
	for (int d = 0; d < run->ndimensions; d++)
	{
		Parts	   *cells = &parts->cells[CELLS * parts->nactive];

		if (run->dimensions[d] == column->dimension || !fill_nodes(column, &run->factors[NODES * d], nodes))
			continue;
		for (int cell = 0; cell < CELLS; cell++)
		{
			/* at the middle of its points */
			const Place *place = &places[cell * CELL_WIDTH + CELL_WIDTH / 2];
			const Parts *below = &nodes[place->node];

			cells[cell].all = below[0].all + place->part * (below[1].all - below[0].all);
		}
		parts->active[parts->nactive++] = run->dimensions[d];
	}
}

/* the products at CHUNK points from this one on */
static void
multiply(const RunParts *parts, const Model *model, unsigned first)
{
	for (int point = 0; point < CHUNK; point++)
		parts->products[point] = *parts->median;
	for (int d = 0; d < parts->nactive; d++)
	{
		const Parts *cells = &parts->cells[CELLS * d];
		unsigned	step = model->steps[parts->active[d]];
		unsigned	at = (model->starts[parts->active[d]] + first * step) % TC_POINTS;

		for (int point = 0; point < CHUNK; point++)
		{
			parts->products[point].all *= cells[at / CELL_WIDTH].all;
			at = (at + step) % TC_POINTS;
		}
	}
}

/* the column at a node of its own dimension, at a point of the chunk */
static inline float
sum_at(const Column *column, const RunParts *parts, int point, int node)
{
	float		sum = 0;

	for (int t = 0; t < column->nterms; t++)
		sum += parts[column->terms[t].run].products[point].part[column->terms[t].lane] * column->terms[t].nodes[node];
	return sum;
}

/*
 * add how many points have a sum that is at most the limit, by halving; *from,
 * where to begin, becomes the node below
 */
static void
add_points_below_sum(const Column *column, const RunParts *parts, int point, float limit, int *from, Below *sums)
{
	int			low = *from;
	int			high = NODES - 1;
	float		below = sum_at(column, parts, point, low);
	float		above = sum_at(column, parts, point, high);
	float		slope;

	if (!(below < limit))
		return;
	if (above <= limit)
	{
		sums->points += TC_POINTS;
		return;
	}
	while (high - low > 1)
	{
		int			middle = (low + high) / 2;
		float		sum = sum_at(column, parts, point, middle);

		if (sum <= limit)
		{
			low = middle;
			below = sum;
		}
		else
		{
			high = middle;
			above = sum;
		}
	}
	*from = low;
	sums->points += points_at(&node_points()[low], (limit - below) / (above - below), &slope);
	sums->density += limit / (above - below) * slope;
}

/* what the column is beside the model at a point it is there whatever its dimension's value */
static void
add_points_of_sum(const Column *column, const Model *model, const double *draws, const double *thresholds, Below *below)
{
	const Place *places = score_places();
	RunParts   *parts = palloc(sizeof(RunParts) * (model->nruns + 1));
	unsigned	step = model->steps[column->dimension];
	unsigned	at = model->starts[column->dimension];

	for (int r = 0; r < model->nruns; r++)
		fill_parts(column, &model->runs[r], &parts[r]);
	for (unsigned first = 0; first < TC_POINTS; first += CHUNK)
	{
		for (int r = 0; r < model->nruns; r++)
			multiply(&parts[r], model, first);
		for (int point = 0; point < CHUNK; point++)
		{
			const Place *own = &places[own_place(column, at)];
			float		node = sum_at(column, parts, point, own->node);
			float		sum = node + own->part * (sum_at(column, parts, point, own->node + 1) - node);
			int			from = 0;

			for (int s = 0; s < TC_SHARES; s++)
				add_points_below_sum(column, parts, point, (float) (thresholds[s] * sum / draws[first + point]),
									 &from, &below[s]);
			at = (at + step) % TC_POINTS;
		}
		CHECK_FOR_INTERRUPTS();
	}
}

/* does a column take so few values that many points have this one? */
static bool
is_common(const double *draws, double value)
{
	int			points = 0;

	for (int point = 0; point < TC_POINTS; point++)
		points += draws[point] == value;
	return points > TC_POINTS / 100;
}

/*
 * Correct quantiles of some columns of a plan that were counted; draws are the
 * points' values.  By one step of Newton's method on the logarithm, which is left
 * where a column takes few values, as a number of GPUs may: a count finds one of them.
 */
void
tc_correct_quantiles(const UncertainPlan *plan, const double *draws, const int *columns, int ncolumns,
					 PlanQuantiles quantiles)
{
	MemoryContext of_column = AllocSetContextCreate(CurrentMemoryContext, "column of a plan", ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller;
	Model		model;

	make_model(plan, &model);
	caller = MemoryContextSwitchTo(of_column);
	for (int i = 0; i < ncolumns; i++)
	{
		const double *own = &draws[(size_t) columns[i] * TC_DRAWS_STRIDE];
		Below		below[TC_SHARES] = {0};
		Column		column;

		MemoryContextReset(of_column);
		make_column(&column, &model, columns[i]);
		if (column.dimension < 0)
			continue;
		if (column.alike)
			add_points_of_whole(&column, &model, own, quantiles[columns[i]], below);
		else
			add_points_of_sum(&column, &model, own, quantiles[columns[i]], below);
		for (int s = 0; s < TC_SHARES; s++)
			if (below[s].density > 0 && !is_common(own, quantiles[columns[i]][s]))
				quantiles[columns[i]][s] *=
					tc_exp((tc_shares[s] * TC_POINTS * TC_POINTS - below[s].points) / below[s].density);
	}
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(of_column);
}
