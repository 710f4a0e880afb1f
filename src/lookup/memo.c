/*
 * memo.c: remember a call site's look-ups while they cannot have changed
 *
 * What a look-up returns depends on its arguments, on the user (privileges,
 * row security) and on what the active snapshot sees.  A memo lives in a call
 * site's fn_extra, which can outlive the statement (PL/pgSQL keeps simple
 * expressions for the transaction), so all three are part of its key: with
 * equal xmin and xmax the set of running transactions can only shrink, so equal
 * counts mean equal sets.  Every other cache tried served stale prices.  A row
 * security policy may ask anything, a setting say, so what it had a say in is
 * not kept.
 */
#include "postgres.h"

#include "access/xact.h"
#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "pgtime.h"
#include "utils/date.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "lookup/lookup.h"
#include "lookup/memo.h"

/* a query over millions of distinct names must not eat the memory, nor one over long ones */
#define MAX_ANSWERS		1024
#define MAX_KEY_BYTES	(1024 * 1024)	/* of all keys together */
#define MAX_KEY_LENGTH	4096	/* of one; a longer one is looked up each time */

typedef struct KeyBytes
{
	int			length;
	char	   *bytes;
} KeyBytes;

#define MAX_TEXTS	8
#define RECENT_BITS	6

struct Memo
{
	Stamp		stamp;
	int			ntexts;			/* of the key's arguments, those that are no constants of the query */
	int			texts[MAX_TEXTS];
	int			ndates;
	int			dates[lengthof(((MemoKey *) NULL)->dates)];
	MemoryContext context;		/* of the answers; reset when the stamp changes */
	HTAB	   *answers;		/* entries: KeyBytes, then the answer */
	Size		key_bytes;		/* of all entries */
	StringInfoData key;			/* the current call's */
	KeyBytes   *recent[1 << RECENT_BITS];	/* entries found last, see place_of; NULL: none */
};

static uint32
hash_key(const void *key, Size keysize)
{
	const KeyBytes *k = key;

	return hash_bytes((const unsigned char *) k->bytes, k->length);
}

static inline bool
same_key(const KeyBytes *a, const KeyBytes *b)
{
	return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

static int
compare_keys(const void *a, const void *b, Size keysize)
{
	return !same_key(a, b);
}

/*
 * Where among the recent entries a key has its place: by its length and its
 * words of eight bytes, the last one from its end.  That is quicker than the
 * hash by which all entries are found, and two keys of one place only miss it.
 */
static inline uint32
place_of(const KeyBytes *key)
{
	const uint64 factor = UINT64CONST(0x9E3779B97F4A7C15);	/* 2^64 over the golden ratio */
	uint64		mixed = key->length * factor;
	uint64		word;

	for (int at = 0; at + (int) sizeof(word) <= key->length; at += sizeof(word))
	{
		memcpy(&word, key->bytes + at, sizeof(word));
		mixed = (mixed ^ word) * factor;
	}
	if (key->length >= (int) sizeof(word))
	{
		memcpy(&word, key->bytes + key->length - sizeof(word), sizeof(word));
		mixed = (mixed ^ word) * factor;
	}
	return mixed >> (64 - RECENT_BITS);
}

static void *
copy_key(void *dest, const void *src, Size keysize)
{
	return memcpy(dest, src, sizeof(KeyBytes));
}

Stamp
tc_current_stamp(void)
{
	Snapshot	snapshot = GetActiveSnapshot();
	Stamp		stamp;

	memset(&stamp, 0, sizeof(stamp));
	stamp.xmin = snapshot->xmin;
	stamp.xmax = snapshot->xmax;
	stamp.xcnt = snapshot->xcnt;
	stamp.subxcnt = snapshot->subxcnt;
	stamp.curcid = snapshot->curcid;
	stamp.suboverflowed = snapshot->suboverflowed;
	stamp.completion_count = tc_snapshot_completion_count(snapshot);
	stamp.transaction_start = GetCurrentTransactionStartTimestamp();
	stamp.user = GetUserId();
	stamp.subtransaction = GetCurrentSubTransactionId();
	return stamp;
}

/* is it still what tc_current_stamp says?  Its parts one by one, as this is asked for each row */
static inline bool
is_current(const Stamp *stamp)
{
	Snapshot	snapshot = GetActiveSnapshot();

	return stamp->xmin == snapshot->xmin && stamp->xmax == snapshot->xmax &&
		stamp->xcnt == snapshot->xcnt && stamp->subxcnt == snapshot->subxcnt &&
		stamp->curcid == snapshot->curcid && stamp->suboverflowed == snapshot->suboverflowed &&
		stamp->completion_count == tc_snapshot_completion_count(snapshot) &&
		stamp->transaction_start == GetCurrentTransactionStartTimestamp() &&
		stamp->user == GetUserId() && stamp->subtransaction == GetCurrentSubTransactionId();
}

static void
forget(Memo *memo, Size size)
{
	HASHCTL		ctl = {
		.keysize = sizeof(KeyBytes),
		.entrysize = MAXALIGN(sizeof(KeyBytes)) + size,
		.hash = hash_key,
		.match = compare_keys,
		.keycopy = copy_key,
	};

	MemoryContextReset(memo->context);
	ctl.hcxt = memo->context;
	memo->answers = hash_create("traincost look-ups", 32, &ctl,
								HASH_ELEM | HASH_FUNCTION | HASH_COMPARE | HASH_KEYCOPY | HASH_CONTEXT);
	memo->key_bytes = 0;
	memset(memo->recent, 0, sizeof(memo->recent));
}

static Memo *
new_memo(FmgrInfo *flinfo, const MemoKey *key)
{
	MemoryContext old = MemoryContextSwitchTo(flinfo->fn_mcxt);
	Memo	   *memo = palloc0(sizeof(Memo));

	initStringInfo(&memo->key);
	memo->context = AllocSetContextCreate(flinfo->fn_mcxt, "traincost look-ups", ALLOCSET_SMALL_SIZES);
	MemoryContextSwitchTo(old);

	Assert(key->ntexts <= MAX_TEXTS);
	for (int i = 0; i < key->ntexts; i++)
		if (!tc_is_constant(flinfo, key->texts[i]))
			memo->texts[memo->ntexts++] = key->texts[i];
	for (int i = 0; i < lengthof(key->dates); i++)
		if (key->dates[i] >= 0 && !tc_is_constant(flinfo, key->dates[i]))
			memo->dates[memo->ndates++] = key->dates[i];
	return memo;
}

/* appendBinaryStringInfo without a call where there is room, as there nearly always is */
static inline void
append(StringInfo buffer, const void *bytes, int length)
{
	if (unlikely(buffer->maxlen - buffer->len <= length))
		enlargeStringInfo(buffer, length);
	memcpy(buffer->data + buffer->len, bytes, length);
	buffer->len += length;
}

/* an argument's bytes after its length; NULL differs from empty.  False: too long for a key */
static inline bool
append_argument(StringInfo buffer, bool isnull, const void *bytes, int length)
{
	if (isnull)
	{
		append(buffer, "-", 1);
		return true;
	}
	if (length > MAX_KEY_LENGTH - buffer->len)
		return false;
	append(buffer, "+", 1);
	append(buffer, &length, sizeof(length));
	append(buffer, bytes, length);
	return true;
}

/* the key of the current call; false if it is too long to be kept */
static bool
build_key(Memo *memo, FunctionCallInfo fcinfo, int variant)
{
	StringInfo	buffer = &memo->key;
	char		variant_digit = '0' + variant;

	resetStringInfo(buffer);
	append(buffer, &variant_digit, 1);
	for (int i = 0; i < memo->ntexts; i++)
	{
		bool		isnull = PG_ARGISNULL(memo->texts[i]);
		text	   *argument = isnull ? NULL : PG_GETARG_TEXT_PP(memo->texts[i]);

		if (!append_argument(buffer, isnull, isnull ? NULL : VARDATA_ANY(argument),
							 isnull ? 0 : VARSIZE_ANY_EXHDR(argument)))
			return false;
	}
	for (int i = 0; i < memo->ndates; i++)
	{
		bool		isnull = PG_ARGISNULL(memo->dates[i]);
		DateADT		date = isnull ? 0 : PG_GETARG_DATEADT(memo->dates[i]);

		if (!append_argument(buffer, isnull, &date, sizeof(date)))
			return false;
	}
	return true;
}

static inline void *
answer_of(KeyBytes *entry)
{
	return (char *) entry + MAXALIGN(sizeof(KeyBytes));
}

/*
 * The answer, found out now, in the caller's memory; *lasting: no row security
 * had a say in it, so that it may be kept.
 */
static void *
find_out(FunctionCallInfo fcinfo, Size size, MemoFill fill, bool *lasting)
{
	void	   *answer = palloc0(size);
	uint64		before = tc_secured_questions();

	fill(fcinfo, answer);
	*lasting = tc_secured_questions() == before;
	return answer;
}

/* keep an answer under the current key */
static KeyBytes *
keep(Memo *memo, const void *answer, Size size)
{
	KeyBytes	key = {memo->key.len, MemoryContextAlloc(memo->context, memo->key.len)};
	KeyBytes   *entry;
	bool		found;

	memcpy(key.bytes, memo->key.data, key.length);
	entry = hash_search(memo->answers, &key, HASH_ENTER, &found);
	memcpy(answer_of(entry), answer, size);
	memo->key_bytes += key.length;
	return entry;
}

/*
 * The answer for the current arguments, size bytes; fill finds it out on a miss.
 * *where is where the call site keeps its memo, NULL at first.
 */
void	   *
tc_remember(Memo **where, FunctionCallInfo fcinfo, const MemoKey *key, Size size, MemoFill fill)
{
	Memo	   *memo = *where;
	KeyBytes	wanted;
	KeyBytes   *entry;
	KeyBytes  **recent;
	bool		lasting;

	if (memo == NULL)
		memo = *where = new_memo(fcinfo->flinfo, key);
	if (memo->answers == NULL || !is_current(&memo->stamp) ||
		hash_get_num_entries(memo->answers) >= MAX_ANSWERS || memo->key_bytes >= MAX_KEY_BYTES)
	{
		forget(memo, size);
		memo->stamp = tc_current_stamp();
	}

	if (unlikely(!build_key(memo, fcinfo, key->variant)))
		return find_out(fcinfo, size, fill, &lasting);
	wanted.length = memo->key.len;
	wanted.bytes = memo->key.data;
	recent = &memo->recent[place_of(&wanted)];
	if (*recent != NULL && same_key(*recent, &wanted))
		return answer_of(*recent);

	entry = hash_search(memo->answers, &wanted, HASH_FIND, NULL);
	if (entry == NULL)
	{
		/* find out before entering: it may raise */
		void	   *answer = find_out(fcinfo, size, fill, &lasting);

		if (!lasting)
			return answer;
		entry = keep(memo, answer, size);
		pfree(answer);
	}
	*recent = entry;
	return answer_of(entry);
}

/* what this call site keeps, in fn_extra */
RowSite    *
tc_row_site(FunctionCallInfo fcinfo)
{
	RowSite    *site = fcinfo->flinfo->fn_extra;

	if (site == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		site = palloc0(sizeof(RowSite));
		site->desc = tc_row_description(fcinfo);
		fcinfo->flinfo->fn_extra = site;
		MemoryContextSwitchTo(old);
	}
	return site;
}
