/*
 * pipeline.h: the state of a pipeline's total
 *
 * A fixed-length base type, not "internal": parallel query, Citus and stored
 * roll-ups all pass it around.  Its form on disk is for ever from 1.0 on; the
 * version word is there for the day it must change.
 */
#ifndef TC_PIPELINE_H
#define TC_PIPELINE_H

#include "estimate/estimate.h"
#include "estimate/fixed128.h"

#define PIPELINE_STATE_VERSION	1

/* the scale of the sums: 1 FLOP, and 1e-9 of everything else */
#define FLOP_SCALE	1
#define NANO_SCALE	1000000000

typedef struct PipelineState
{
	int32		version;
	int32		reserved;		/* 0 */
	int64		stages;
	double		peak_gpus;		/* the greatest known gpus; 0 if none is known */
	int64		peak_stages;	/* how many stages have it */
	int64		unknown[EST_COLUMNS];	/* stages whose column is NULL */
	Fixed128	sum[EST_COLUMNS];	/* of the known ones; unused for gpus, which do not add */
} PipelineState;

/* INTERNALLENGTH in sql/types/pipeline_state.sql */
StaticAssertDecl(sizeof(PipelineState) == 416, "pipeline_state has a fixed form");

static inline uint32
pipeline_scale(int column)
{
	return column == EST_FLOP ? FLOP_SCALE : NANO_SCALE;
}

/* NULL if the state is sound, else what is wrong with it */
extern const char *tc_pipeline_state_fault(const PipelineState *state);
extern const char *const tc_pipeline_column_names[];

#endif
