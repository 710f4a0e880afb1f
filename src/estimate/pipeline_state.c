/*
 * pipeline_state.c: input, output and equality of type pipeline_state
 *
 * The text form names everything, in this order and with single spaces:
 *
 *     v1 stages=2 gpus=1024*1/0 flop=3150000000000000000000000/0 days=…/0 …
 *
 * gpus is the peak, how many stages have it, and how many are unknown; each
 * other column is its sum in 1e-9 of its unit (flop: in FLOP) and how many
 * stages are unknown.  A form written before a column was added ends before it, and is read
 * with that column unknown.
 */
#include "postgres.h"

#include <math.h>

#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/float.h"

#include "traincost.h"
#include "estimate/pipeline.h"

/* what no series of additions and removals can lead to */
const char *
tc_pipeline_state_fault(const PipelineState *state)
{
	int64		known_gpus = state->stages - state->unknown[TOTAL_GPUS];

	if (state->version != PIPELINE_STATE_VERSION || state->reserved != 0)
		return "its version is unknown";
	if (state->stages < 0)
		return "it has less than 0 stages";
	for (int i = 0; i < KEPT_COLUMNS; i++)
	{
		if (state->unknown[i] < 0 || state->unknown[i] > state->stages)
			return "a column has more unknown stages than there are stages";
		if ((state->unknown[i] == state->stages || i == TOTAL_GPUS) && !tc_fixed_is_zero(state->sum[i]))
			return "a column has a sum of no stages";
	}
	if (!isfinite(state->peak_gpus))
		return "its peak is not finite";
	if (known_gpus == 0 ? state->peak_gpus != 0 || state->peak_stages != 0 :
		state->peak_stages < 1 || state->peak_stages > known_gpus)
		return "its peak belongs to no stage";
	return NULL;
}

/* step over the expected text */
static bool
expect(const char **cursor, const char *text)
{
	size_t		length = strlen(text);

	if (strncmp(*cursor, text, length) != 0)
		return false;
	*cursor += length;
	return true;
}

static bool
parse_count(const char **cursor, int64 *count)
{
	Fixed128	value;

	if (!tc_fixed_parse(cursor, &value) || value.high != 0 || value.low > (uint64) PG_INT64_MAX)
		return false;
	*count = (int64) value.low;
	return true;
}

static bool
parse_peak(const char **cursor, PipelineState *state)
{
	char	   *end;

	/* strtod would also read a leading space, infinity and NaN */
	if (**cursor != '-' && (**cursor < '0' || **cursor > '9'))
		return false;
	errno = 0;
	state->peak_gpus = strtod(*cursor, &end);
	/* a subnormal number is in range, though glibc says it is not */
	if (end == *cursor || (errno == ERANGE && (state->peak_gpus == 0 || isinf(state->peak_gpus))))
		return false;
	*cursor = end;
	state->peak_gpus += 0.0;	/* equal states have equal bytes: -0 is 0 */
	return expect(cursor, "*") && parse_count(cursor, &state->peak_stages);
}

static bool
parse_state(const char *text, PipelineState *state)
{
	state->version = PIPELINE_STATE_VERSION;
	if (!expect(&text, "v1 stages=") || !parse_count(&text, &state->stages))
		return false;
	for (int i = 0; i < KEPT_COLUMNS; i++)
	{
		/* a state of before the column knows it of no stage */
		if (*text == '\0' && i > TOTAL_TOTAL_USD)
		{
			state->unknown[i] = state->stages;
			continue;
		}
		if (!expect(&text, " ") || !expect(&text, tc_kept_columns[i].name) || !expect(&text, "="))
			return false;
		if (!(i == TOTAL_GPUS ? parse_peak(&text, state) : tc_fixed_parse(&text, &state->sum[i])))
			return false;
		if (!expect(&text, "/") || !parse_count(&text, &state->unknown[i]))
			return false;
	}
	return *text == '\0';
}

/* pipeline_state_in: 22P02 for anything that pipeline_state_out does not write */
PG_FUNCTION_INFO_V1(pipeline_state_in);
Datum
pipeline_state_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	PipelineState *state = palloc0(sizeof(PipelineState));
	const char *fault;

	if (!parse_state(text, state))
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", "traincost.pipeline_state", tc_shown(text))));
	fault = tc_pipeline_state_fault(state);
	if (fault != NULL)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input for type %s: %s", "traincost.pipeline_state", fault)));
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(pipeline_state_out);
Datum
pipeline_state_out(PG_FUNCTION_ARGS)
{
	const PipelineState *state = (PipelineState *) PG_GETARG_POINTER(0);
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfo(&out, "v1 stages=%lld", (long long) state->stages);
	for (int i = 0; i < KEPT_COLUMNS; i++)
	{
		appendStringInfo(&out, " %s=", tc_kept_columns[i].name);
		if (i == TOTAL_GPUS)
			/* 17 digits name one double, whatever extra_float_digits says */
			appendStringInfo(&out, "%.17g*%lld", state->peak_gpus, (long long) state->peak_stages);
		else
			tc_fixed_append(&out, state->sum[i]);
		appendStringInfo(&out, "/%lld", (long long) state->unknown[i]);
	}
	PG_RETURN_CSTRING(out.data);
}

/* pipeline_state_recv: 22P03 for an unsound state */
PG_FUNCTION_INFO_V1(pipeline_state_recv);
Datum
pipeline_state_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	PipelineState *state = palloc0(sizeof(PipelineState));
	const char *fault;

	state->version = pq_getmsgbyte(buf);
	if (state->version != PIPELINE_STATE_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("unsupported version %d of type %s", state->version, "traincost.pipeline_state")));
	state->stages = pq_getmsgint64(buf);
	state->peak_gpus = pq_getmsgfloat8(buf) + 0.0;	/* -0 is 0 */
	state->peak_stages = pq_getmsgint64(buf);
	for (int i = 0; i < KEPT_COLUMNS; i++)
	{
		if (buf->cursor >= buf->len && i > TOTAL_TOTAL_USD)
		{
			state->unknown[i] = state->stages;
			continue;
		}
		state->unknown[i] = pq_getmsgint64(buf);
		state->sum[i].high = pq_getmsgint64(buf);
		state->sum[i].low = (uint64) pq_getmsgint64(buf);
	}
	fault = tc_pipeline_state_fault(state);
	if (fault != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary input for type %s: %s", "traincost.pipeline_state", fault)));
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(pipeline_state_send);
Datum
pipeline_state_send(PG_FUNCTION_ARGS)
{
	const PipelineState *state = (PipelineState *) PG_GETARG_POINTER(0);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, state->version);
	pq_sendint64(&buf, state->stages);
	pq_sendfloat8(&buf, state->peak_gpus);
	pq_sendint64(&buf, state->peak_stages);
	for (int i = 0; i < KEPT_COLUMNS; i++)
	{
		pq_sendint64(&buf, state->unknown[i]);
		pq_sendint64(&buf, state->sum[i].high);
		pq_sendint64(&buf, (int64) state->sum[i].low);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/*
 * States are equal if they are so byte for byte: each stands for the same sums,
 * unknown counts and peak, and there is one way to write them.  So they can be
 * grouped and compared, and found by logical replication without a key.  An
 * order would mean nothing.
 */
static inline bool
equal_states(FunctionCallInfo fcinfo)
{
	return memcmp(PG_GETARG_POINTER(0), PG_GETARG_POINTER(1), sizeof(PipelineState)) == 0;
}

PG_FUNCTION_INFO_V1(pipeline_state_eq);
Datum
pipeline_state_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(equal_states(fcinfo));
}

PG_FUNCTION_INFO_V1(pipeline_state_ne);
Datum
pipeline_state_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!equal_states(fcinfo));
}

PG_FUNCTION_INFO_V1(pipeline_state_hash);
Datum
pipeline_state_hash(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT32(hash_bytes((unsigned char *) PG_GETARG_POINTER(0), sizeof(PipelineState)));
}

PG_FUNCTION_INFO_V1(pipeline_state_hash_extended);
Datum
pipeline_state_hash_extended(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT64(hash_bytes_extended((unsigned char *) PG_GETARG_POINTER(0), sizeof(PipelineState),
										 (uint64) PG_GETARG_INT64(1)));
}
