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

#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "lookup/memo.h"
#include "lookup/resolve.h"
#include "lookup/suggest.h"
#include "lookup/words.h"

#define MAX_SPELLINGS	20000
#define MAX_LISTED		8
#define LEAST_LETTERS	2		/* of a part of a name that is to mean the whole */

/* spelling, row's name, words that may be added to it (NULL: only its letters count) */
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
static const char *const noise[][48] = {
	[NAME_OF_GPU] = {
		"nvidia", "amd", "geforce", "tesla", "rtx", "gtx", "radeon", "instinct", "apple", "tpu", "cloud", "google",
		"gpu", "graphics", "generation", "edition", "tensor", "core", "accelerator", "standard", "ml", "hbm2", "hbm2e", "hbm3", "hbm3e", NULL
	},
	[NAME_OF_MODEL] = {
		"meta", "instruct", "chat", "it", "hf", "base", "pt", "gguf", "awq", "gptq", "bnb", "4bit", "8bit", "fp8", "bf16",
		"fp16", "int4", "int8", "nvfp4", "mxfp4", "unsloth", "model", "preview", "latest", "thinking", "v", "0.1", "0.2", "0.3", "1.0", "cased", "uncased", NULL
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
	return kind == NAME_OF_MODEL && ((digits == 4 && word[4] == '\0') || (digits > 0 && strcmp(word + digits, "k") == 0));
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
 * How near a spelling is to what was typed: quality stays 0 where it is not.
 * The thousands are the class; in that of the same words, more common ones and
 * fewer unsaid ones are nearer.
 */
static void
judge(NameKind kind, const char *typed_letters, const Words *typed, const char *spelling, const char *also, Meaning *meaning)
{
	Words		said,
				allowed;
	int			common = 0;
	int			missing = 0;
	int			unsaid = 0;

	if (strcmp(tc_skeleton(spelling), typed_letters) == 0 || strcmp(tc_skeleton(spelling), typed->letters) == 0)
	{
		meaning->how = "letters";
		meaning->quality = 3000;
		return;
	}
	if (also == NULL)
		return;
	tc_split_words(spelling, kind == NAME_OF_MODEL, &said);
	tc_split_words(also, kind == NAME_OF_MODEL, &allowed);
	for (int i = 0; i < typed->count; i++)
		if (tc_has_word(&said, typed->word[i]))
			common += is_noise(kind, typed->word[i]) ? 1 : 10;
		else if (!tc_has_word(&allowed, typed->word[i]) && !is_noise(kind, typed->word[i]))
			return;
	if (common < 10)
		return;
	for (int i = 0; i < said.count; i++)
		if (!tc_has_word(typed, said.word[i]))
		{
			unsaid++;
			missing += is_noise(kind, said.word[i]) ? 0 : 1;
		}
	if (missing > 0 && strlen(typed_letters) < LEAST_LETTERS)
		return;
	meaning->unsaid = unsaid;
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

/* those that add the least to what was typed first */
static int
compare_unsaid(const void *a, const void *b)
{
	const Meaning *ma = a;
	const Meaning *mb = b;

	return ma->unsaid != mb->unsaid ? ma->unsaid - mb->unsaid : strcmp(ma->name, mb->name);
}

/* one of each row among the best ones */
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

Meaning    *
tc_meanings(NameKind kind, text *typed, int *count)
{
	MemoryContext caller = CurrentMemoryContext;
	char	   *name = text_to_cstring(typed);
	char	   *letters = tc_skeleton(name);
	Meaning    *found;
	Words		words;

	*count = 0;
	tc_split_words(name, kind == NAME_OF_MODEL, &words);
	tc_begin_list(spellings[kind], MAX_SPELLINGS);
	found = MemoryContextAlloc(caller, sizeof(Meaning) * (SPI_processed + 1));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		char	   *spelling = SPI_getvalue(row, SPI_tuptable->tupdesc, 1);
		Meaning    *meaning = &found[*count];

		CHECK_FOR_INTERRUPTS();
		*meaning = (Meaning)
		{
			0
		};
		judge(kind, letters, &words, spelling, SPI_getvalue(row, SPI_tuptable->tupdesc, 3), meaning);
		if (meaning->quality == 0)
			continue;
		meaning->name = MemoryContextStrdup(caller, SPI_getvalue(row, SPI_tuptable->tupdesc, 2));
		meaning->spelling = MemoryContextStrdup(caller, spelling);
		(*count)++;
	}
	SPI_finish();
	*count = best_of(found, *count);
	if (*count > 0 && strcmp(found[0].name, name) == 0)
		found[0].how = "exact";
	return found;
}

text	   *
tc_resolve(NameKind kind, text *typed, bool missing_ok)
{
	StringInfoData list;
	int			count;
	Meaning    *found = tc_meanings(kind, typed, &count);

	if (count == 1)
		return cstring_to_text(found[0].name);
	if (count == 0 || missing_ok)
		return NULL;
	initStringInfo(&list);
	for (int i = 0; i < count && i < MAX_LISTED; i++)
		appendStringInfo(&list, "%s\"%s\"", i > 0 ? ", " : "", found[i].name);
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("%s \"%s\" is ambiguous: %d rows have such a name", kinds[kind], tc_shown_name(typed), count),
			 errhint("Name one of %s%s.", list.data, count > MAX_LISTED ? ", ..." : "")));
	return NULL;
}
