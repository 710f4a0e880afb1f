/*
 * resolve.c: which row a name means that no row has letter by letter
 *
 * A spelling is a row's name, an alias, or an instance type that has so many of
 * a GPU.  What was typed means the rows whose spelling has the same letters;
 * else those with the same words, words that say nothing aside; else models
 * whose name begins with its words, as Qwen3-235B-A22B does with Qwen3-235B and
 * Qwen3-VL-235B-A22B does not; else those whose words contain all of it.  It
 * resolves where these are one row.
 */
#include "postgres.h"

#include <ctype.h>

#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "lookup/memo.h"
#include "lookup/resolve.h"
#include "lookup/suggest.h"
#include "lookup/words.h"

#define MAX_SPELLINGS	20000
#define MAX_LISTED		8
#define MAX_NAME		1000	/* bytes: no table takes a longer name (sql/text_bounds.sql) */
#define LEAST_LETTERS	2		/* of a part of a name that is to mean the whole */
#define LEAST_COMMON	20		/* two words that say something: less is chance */

/* spelling, row's name, words that may be added to it (NULL: an alias, which is meant as a whole) */
static const char *const spellings[] = {
	[NAME_OF_GPU] =
	"SELECT name, name, pg_catalog.concat_ws(' ', memory_gb::pg_catalog.text OPERATOR(pg_catalog.||) 'gb', vendor, architecture) FROM traincost.gpu"
	" UNION ALL SELECT a.alias, g.name, NULL FROM traincost.alias AS a JOIN traincost.gpu AS g ON g.name" EQ "a.name AND a.kind" EQ "'gpu'"
	" UNION ALL SELECT i.instance, g.name, i.provider FROM traincost.instance_type AS i JOIN traincost.gpu AS g ON g.name" EQ "i.gpu",
	[NAME_OF_MODEL] =
	"SELECT name, name, pg_catalog.concat_ws(' ', family, organisation) FROM traincost.model"
	" UNION ALL SELECT a.alias, m.name, NULL FROM traincost.alias AS a JOIN traincost.model AS m ON m.name" EQ "a.name AND a.kind" EQ "'model'",
};

static const char *const kinds[] = {[NAME_OF_GPU] = "GPU",[NAME_OF_MODEL] = "model"};

/* words that do not tell one row from another */
static const char *const noise[][72] = {
	[NAME_OF_GPU] = {
		"nvidia", "amd", "geforce", "tesla", "rtx", "gtx", "radeon", "instinct", "apple", "tpu", "cloud", "google",
		"rx", "habana", "mac", "macbook", "studio", "gpu", "gpus", "card", "cards", "graphics", "generation", "edition", "tensor", "core",
		"accelerator", "standard", "ml", "instance", "oam", "vram", "fp8", "fp16", "bf16", "hbm2", "hbm2e", "hbm3", "hbm3e", NULL
	},
	[NAME_OF_MODEL] = {
		"meta", "instruct", "chat", "it", "hf", "base", "pt", "gguf", "awq", "gptq", "bnb", "4bit", "8bit", "fp8", "bf16",
		"fp16", "int4", "int8", "nvfp4", "mxfp4", "w8a8", "w4a16", "q2", "q3", "q4", "q5", "q6", "q8", "k", "m", "s", "dynamic",
		"lora", "qlora", "dense", "unsloth", "model", "preview", "latest", "thinking", "v", "0.1", "0.2", "0.3", "1.0", "cased", "uncased", NULL
	},
};

static bool
is_noise(NameKind kind, const char *word)
{
	size_t		digits;

	for (int i = 0; noise[kind][i] != NULL; i++)
		if (strcmp(noise[kind][i], word) == 0)
			return true;
	/* the month of a release and the length of the context, as in Qwen3-4B-2507 and Phi-3-mini-4k */
	digits = strspn(word, "0123456789");
	return kind == NAME_OF_MODEL && ((digits == 4 && word[4] == '\0') ||
									 (digits > 0 && strcmp(word + digits, "k") == 0));
}

/* letters and digits of the words that say something: qwen2_5_math_1_5b_instruct is Qwen2.5-Math-1.5B */
static char *
core_letters(NameKind kind, const Words *words)
{
	StringInfoData core;

	initStringInfo(&core);
	for (int i = 0; i < words->count; i++)
		if (!is_noise(kind, words->word[i]))
			appendStringInfoString(&core, words->word[i]);
	return tc_skeleton(core.data);
}

/*
 * Are the words typed the first ones of the spelling?  Of models alone: a card's
 * maker and series come first (RTX 5000 may be a Quadro RTX 5000).
 */
static bool
begins_with(NameKind kind, const Words *said, const Words *typed)
{
	int			next = 0;

	for (int i = 0; i < typed->count; i++)
		if (!is_noise(kind, typed->word[i]) &&
			(next >= said->count || strcmp(said->word[next++], typed->word[i]) != 0))
			return false;
	return kind == NAME_OF_MODEL;
}

/*
 * How near a spelling is to what was typed, of which typed_letters are all and
 * typed_core those of the words that say something: quality stays 0 where it is not.
 * The thousands are the class; in that of the same words, more common ones and
 * fewer unsaid ones are nearer.
 */
static void
judge(NameKind kind, const char *typed_letters, const char *typed_core, const Words *typed,
	  const char *spelling, const char *also,
	  Meaning *meaning)
{
	Words		said,
				allowed;
	int			common = 0;
	int			strange = 0;
	int			missing = 0;
	int			unsaid = 0;

	if (strcmp(tc_skeleton(spelling), typed_letters) == 0 || strcmp(tc_skeleton(spelling), typed->letters) == 0)
	{
		meaning->how = "letters";
		meaning->quality = 3000;
		return;
	}
	tc_split_words(spelling, kind == NAME_OF_MODEL, &said);
	tc_split_words(also != NULL ? also : "", kind == NAME_OF_MODEL, &allowed);
	for (int i = 0; i < typed->count; i++)
		if (tc_has_word(&said, typed->word[i]))
			common += is_noise(kind, typed->word[i]) ? 1 : 10;
		else if (!tc_has_word(&allowed, typed->word[i]) && !is_noise(kind, typed->word[i]))
			strange++;
	meaning->common = common;
	if (strange > 0 && strcmp(also == NULL ? tc_skeleton(spelling) : core_letters(kind, &said), typed_core) == 0)
	{
		meaning->how = "words";
		meaning->quality = 2000;
		return;
	}
	if (strange > 0 || common < 10)
		return;
	for (int i = 0; i < said.count; i++)
		if (!tc_has_word(typed, said.word[i]))
		{
			unsaid++;
			missing += is_noise(kind, said.word[i]) ? 0 : 1;
		}
	meaning->unsaid = unsaid;
	/* an alias is meant as a whole or not at all: H100 80GB HBM3 is the SXM, H100 80GB may be another */
	if (also == NULL ? unsaid > 0 : missing > 0 && strlen(typed_letters) < LEAST_LETTERS)
		return;
	if (missing == 0)
	{
		meaning->how = "words";
		meaning->quality = 2000 + common - unsaid;
	}
	else
	{
		bool		begins = begins_with(kind, &said, typed);

		meaning->how = begins ? "start" : "part";
		meaning->quality = begins ? 1500 : 1000;
	}
}

static int
compare_meanings(const void *a, const void *b)
{
	const Meaning *ma = a;
	const Meaning *mb = b;

	if (ma->quality != mb->quality)
		return mb->quality - ma->quality;
	return strcmp(ma->name, mb->name);
}

/* order of meanings: first the names that say least beyond what was typed; for qsort */
static int
compare_unsaid(const void *a, const void *b)
{
	const Meaning *ma = a;
	const Meaning *mb = b;

	return ma->unsaid != mb->unsaid ? ma->unsaid - mb->unsaid : strcmp(ma->name, mb->name);
}

/* how many meanings of the best quality there are, one for each row; they are moved to the front */
static int
best_of(Meaning *found, int count)
{
	int			kept = 0;

	qsort(found, count, sizeof(Meaning), compare_meanings);
	for (int i = 0; i < count && found[i].quality == found[0].quality; i++)
		if (kept == 0 || strcmp(found[kept - 1].name, found[i].name) != 0)
			found[kept++] = found[i];
	qsort(found, kept, sizeof(Meaning), compare_unsaid);
	return kept;
}

/* every spelling of this kind, judged, none for what is longer than any name; in the caller's memory */
static Meaning *
judge_all(NameKind kind, const char *name, int *count)
{
	MemoryContext caller = CurrentMemoryContext;
	char	   *letters;
	char	   *core;
	Meaning    *found;
	Words		words;

	*count = 0;
	if (strlen(name) > MAX_NAME)
		return palloc0(sizeof(Meaning));
	letters = tc_skeleton(name);
	tc_split_words(name, kind == NAME_OF_MODEL, &words);
	core = core_letters(kind, &words);
	tc_begin_list(spellings[kind], MAX_SPELLINGS);
	found = MemoryContextAllocZero(caller, sizeof(Meaning) * (SPI_processed + 1));
	*count = SPI_processed;
	for (int i = 0; i < *count; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		char	   *spelling = SPI_getvalue(row, SPI_tuptable->tupdesc, 1);

		CHECK_FOR_INTERRUPTS();
		judge(kind, letters, core, &words, spelling, SPI_getvalue(row, SPI_tuptable->tupdesc, 3), &found[i]);
		found[i].name = MemoryContextStrdup(caller, SPI_getvalue(row, SPI_tuptable->tupdesc, 2));
		found[i].spelling = MemoryContextStrdup(caller, spelling);
	}
	SPI_finish();
	return found;
}

static Meaning *
meanings_of(NameKind kind, const char *name, int *count)
{
	int			all;
	Meaning    *found = judge_all(kind, name, &all);

	/* A100:8 is a count of A100, and no part of BM.GPU.A100-v2.8 */
	bool		counted = kind == NAME_OF_GPU && strchr(name, ':') != NULL;

	*count = 0;
	for (int i = 0; i < all && !counted; i++)
		if (found[i].quality > 0)
			found[(*count)++] = found[i];
	*count = best_of(found, *count);
	if (*count > 0 && strcmp(found[0].name, name) == 0)
		found[0].how = "exact";
	return found;
}

Meaning    *
tc_meanings(NameKind kind, text *typed, int *count)
{
	return meanings_of(kind, text_to_cstring(typed), count);
}

/*
 * the meanings that have most words in common with what was typed, *count of
 * them; none where so few words agree by chance
 */
static Meaning *
nearest_of(NameKind kind, const char *name, int *count)
{
	int			all;
	int			most = LEAST_COMMON;
	Meaning    *found = judge_all(kind, name, &all);

	*count = 0;
	for (int i = 0; i < all; i++)
		most = Max(most, found[i].common);
	for (int i = 0; i < all; i++)
		if (found[i].common == most)
			found[(*count)++] = found[i];
	*count = best_of(found, *count);
	return found;
}

/* the rows as "a", "b", ... */
static char *
listed(const Meaning *found, int count)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < count && i < MAX_LISTED; i++)
		appendStringInfo(&list, "%s\"%s\"", i > 0 ? ", " : "", found[i].name);
	return list.data;
}

/* the end of a count at the start of a name: of "8x H200", "4*A800" and "8 A800 80 GPU"; NULL: there is none */
static const char *
end_of_count(const char *name)
{
	size_t		digits = strspn(name, "0123456789");
	const char *next = name + digits + strspn(name + digits, " ");

	if (digits == 0 || digits > 3 || *next == '\0')
		return NULL;
	if (strchr("x*X", *next) != NULL)
		return next + 1;
	return name[digits] == ' ' && isalpha((unsigned char) *next) ? next : NULL;
}

/* a name without how many there are, at its start or its end: "RTX 4090 x2", "A40 * 4", "v5litepod-8", "A100:8", "A100s" */
static char *
without_count(const char *name, bool *counted)
{
	const char *start = end_of_count(name + strspn(name, " "));
	char	   *result = pstrdup(start != NULL ? start : name);
	char	   *star = strchr(result, '*');
	int			last = strlen(result) - 1;

	*counted = true;
	if (star > result)
	{
		*star = '\0';
		return result;
	}
	if (last > 0 && result[last] == 's' && isdigit((unsigned char) result[last - 1]))
	{
		result[last] = '\0';
		return result;
	}
	while (last > 0 && isdigit((unsigned char) result[last]))
		last--;
	if (last > 1 && result[last + 1] != '\0' &&
		(result[last] == '-' || result[last] == ':' || (result[last - 1] == ' ' && strchr("xX", result[last]) != NULL)))
		result[last] = '\0';
	else
		*counted = start != NULL;
	return result;
}

void
tc_unknown_row(NameKind kind, text *typed)
{
	static const char *const queries[] = {
		[NAME_OF_GPU] = "SELECT name FROM traincost.gpu",
		[NAME_OF_MODEL] = "SELECT name FROM traincost.model",
	};
	bool		counted = false;
	int			count;
	char	   *name = text_to_cstring(typed);
	Meaning    *found;
	Words		words;

	if (kind == NAME_OF_GPU)
		name = without_count(name, &counted);
	found = meanings_of(kind, name, &count);
	if (count == 0)
		found = nearest_of(kind, name, &count);
	/* of what is longer than any name the first words will do */
	name[pg_mbcliplen(name, strlen(name), MAX_NAME)] = '\0';
	tc_split_words(name, kind == NAME_OF_MODEL, &words);
	tc_unknown_name(kinds[kind], typed, queries[kind], core_letters(kind, &words), count > 0 ?
					listed(found, count) : NULL,
					counted ? " How many there are is an argument of its own." : "");
}

text	   *
tc_resolve(NameKind kind, text *typed, bool missing_ok)
{
	int			count;
	Meaning    *found = tc_meanings(kind, typed, &count);

	if (count == 1)
		return cstring_to_text(found[0].name);
	if (count == 0 || missing_ok)
		return NULL;
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("%s \"%s\" is ambiguous: %d rows have such a name", kinds[kind], tc_shown_text(typed), count),
			 errhint("Name one of %s%s.", listed(found, count), count > MAX_LISTED ? ", ..." : "")));
	return NULL;
}
