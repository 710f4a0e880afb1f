/*
 * lookup.h: questions to the reference tables
 *
 * A look-up reads what the calling user may read, under the active snapshot,
 * and computes nothing.  NaN stands for NULL: not published, not known.
 */
#ifndef TC_LOOKUP_H
#define TC_LOOKUP_H

#include "executor/spi.h"
#include "utils/date.h"

#include "traincost.h"
#include "formula/layers.h"

#define MAX_QUESTION_ARGS	6

/* names that people write in several ways; see resolve.h */
typedef enum NameKind
{
	NAME_AS_WRITTEN, NAME_OF_GPU, NAME_OF_MODEL
} NameKind;

/* a statement and its saved plan */
typedef struct Question
{
	const char *sql;			/* yields float8 columns */
	int			nargs;
	Oid			types[MAX_QUESTION_ARGS];
	const char *kind;			/* of the one name it asks for, else NULL */
	const char *names;			/* statement that lists such names */
	NameKind	resolves;		/* a name that no row has */
	SPIPlanPtr	plan;			/* saved on first use */
} Question;

/* statements see no search_path: all names and operators are qualified */
#define EQ	" OPERATOR(pg_catalog.=) "

#define MODEL_NAMES	"SELECT name FROM traincost.model"

/* the number formats a peak is published for; the order of Gpu.peak_tflops */
typedef enum Dtype
{
	DTYPE_FP64, DTYPE_FP32, DTYPE_TF32, DTYPE_FP16, DTYPE_BF16, DTYPE_FP8, DTYPE_INT8, DTYPE_FP4,
	DTYPES
} Dtype;

extern const char *const tc_dtypes[];	/* their SQL names, NULL-terminated */

/* a row of traincost.gpu */
typedef struct Gpu
{
	double		peak_tflops[DTYPES];	/* dense; NaN: unsupported or not published */
	double		tdp_w;
	double		memory_gb;		/* as its maker prints it */
	double		memory_bytes;	/* as its driver reports it, else nominal GiB */
	double		launch_price_usd;
	double		memory_gbps;	/* bandwidth in GB/s */
} Gpu;

/* a row of traincost.model */
typedef struct Model
{
	double		params;
	double		active_params;	/* NaN: dense */
	double		flops_per_param_token;	/* NaN: the rule's 6 */
	double		tokens;
	double		dtype;			/* a Dtype; NaN: not known */
} Model;

/* the shape of a row of traincost.model */
typedef struct ModelShape
{
	bool		encoder_decoder;	/* then encdec counts, */
	LayerList	list;			/* where it has groups list, */
	Arch		arch;			/* else arch, complete */
	EncDec		encdec;
	bool		tied_embeddings;
	double		tokens;			/* NaN: not published */
	double		train_seq_len;	/* of pre-training where known, else of the model; NaN */
} ModelShape;

/* what a region brings */
typedef struct Region
{
	double		gco2e_per_kwh;
	double		pue;			/* NaN: none published for the region */
	int			providers;		/* that have a cloud region of the name; 0 for a grid region */
} Region;

/* which price: NULL provider or region means all of them; home, a cloud region, prefers its provider */
typedef struct PriceQuestion
{
	text	   *gpu;
	text	   *provider;
	text	   *kind;
	text	   *region;
	text	   *home;
	DateADT		as_of;
	bool		missing_ok;
} PriceQuestion;

/* a row of traincost.assumption; NaN: no interval is known */
typedef struct Assumption
{
	double		value;
	double		low;
	double		high;
} Assumption;

/* the 10th and the 90th percentile over providers */
typedef struct PriceSpread
{
	double		low;
	double		high;
	double		providers;
} PriceSpread;

/* USD per million tokens of an API */
typedef struct ApiPrice
{
	double		usd_per_mtok_input;
	double		usd_per_mtok_output;
} ApiPrice;

extern uint64 tc_ask(Question *question, Datum *args, const char *nulls, int rows, int columns, double *answers);

extern uint64 tc_secured_questions(void);

/* run a statement that lists rows; its caller ends with SPI_finish */
extern void tc_begin_list(const char *sql, long rows);

/* the name of the row that a name means; where there is none an error with near names, or NULL where missing_ok */
extern text *tc_row_name(NameKind kind, text *typed, bool missing_ok);

/* the one row of a name; 42704 with near names if there is none, or NaN where missing_ok */
extern bool tc_find_row(Question *question, text *name, int columns, double *answers, bool missing_ok);

/*
 * By name.  One that no row has is 42704 with near names; where missing_ok it is
 * all NaN, or false.
 */
extern bool tc_find_gpu(text *name, Gpu *gpu, bool missing_ok);
extern bool tc_find_model(text *name, Model *model, bool missing_ok);
extern bool tc_find_shape(text *name, ModelShape *shape, bool missing_ok);
extern bool tc_find_layers(text *name, double hidden_size, LayerList *list, Problem *problem);
extern bool tc_find_region(text *region, DateADT as_of, text *basis, Region *found, bool missing_ok);

extern double tc_find_residual(text *region, DateADT as_of);
extern double tc_find_wue(text *region, DateADT as_of);

extern double tc_find_grid_basis(text *region, DateADT as_of, text *basis);
extern double tc_peak_tflops(text *gpu_name, const Gpu *gpu, Dtype dtype);
extern bool tc_is_provider(text *name);
extern bool tc_is_price_region(text *name);
extern double tc_find_price(const PriceQuestion *question);
extern void tc_find_price_source(const PriceQuestion *question, char *words, size_t size);
extern void tc_find_price_age(const PriceQuestion *question, char *words, size_t size);
extern void tc_find_price_spread(const PriceQuestion *question, PriceSpread *spread);
extern double tc_find_purchase_price(PriceQuestion *question);
extern void tc_find_api_price(text *model, text *provider, DateADT as_of, ApiPrice *price);
extern double tc_find_assumption(text *name, bool missing_ok);

/* an assumption and the end of its 90 % interval */
typedef struct AssumptionRange
{
	double		value;
	double		high;			/* NaN: not known */
} AssumptionRange;

/* values in the order of the names; NaN where there is no such row */
extern void tc_find_assumptions(const char *const *names, int count, double *values);
extern void tc_find_assumption_ranges(const char *const *names, int count, AssumptionRange *ranges);

extern void tc_find_intervals(const char *const *names, int count, Assumption *intervals);
extern void tc_find_interval(text *name, Assumption *interval, bool missing_ok);

/* 42704 for a default whose row was deleted, with the way back */
extern void tc_no_assumption(const char *name);

/* the UTC day on which the transaction began: the same in every session's time zone */
extern DateADT tc_today(void);

#endif
