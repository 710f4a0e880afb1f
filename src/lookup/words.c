/*
 * words.c: a name as the words it is made of
 *
 * People write H100 SXM5, nvidia/H100-80G SXM or h100_80gb_sxm for one card,
 * and meta-llama/Llama-3.1-8B or llama3.1:8b for one model.  The words that
 * these share, without order, case and separators, are what a name says.
 */
#include "postgres.h"

#include <ctype.h>

#include "lookup/words.h"

/*
 * Letters and digits only, in lower case: "h100 80gb" is H100-80GB.  Bytes
 * beyond ASCII are parts of letters in every encoding of a server, and stay.
 */
char	   *
tc_skeleton(const char *name)
{
	char	   *result = palloc(strlen(name) + 1);
	char	   *to = result;

	for (; *name != '\0'; name++)
	{
		unsigned char c = pg_ascii_tolower((unsigned char) *name);

		if (IS_HIGHBIT_SET(c) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
			*to++ = c;
	}
	*to = '\0';
	return result;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
all_digits(const char *word)
{
	return *word != '\0' && word[strspn(word, "0123456789")] == '\0';
}

bool
tc_has_word(const Words *words, const char *word)
{
	for (int i = 0; i < words->count; i++)
		if (strcmp(words->word[i], word) == 0)
			return true;
	return false;
}

static void
add_word(Words *words, const char *word, int length)
{
	char	   *copy = pnstrdup(word, length);

	if (length > 0 && words->count < MAX_WORDS && !tc_has_word(words, copy))
		words->word[words->count++] = copy;
}

/* the form factor without its generation: SXM5 is SXM; NULL for any other token */
static const char *
form_factor(const char *token, int length)
{
	if (length >= 3 && length <= 4 && strncmp(token, "sxm", 3) == 0)
		return "sxm";
	if (length >= 3 && length <= 5 && strncmp(token, "pci", 3) == 0)
		return "pcie";
	return NULL;
}

/* 80g, 80 g and 80 gb are 80gb */
static bool
add_memory(Words *words, const char *token, int length)
{
	char	  **last = words->count > 0 ? &words->word[words->count - 1] : NULL;

	if (length >= 2 && token[length - 1] == 'g' && (int) strspn(token, "0123456789") == length - 1)
	{
		char	   *memory = psprintf("%.*sb", length, token);

		add_word(words, memory, length + 1);
		return true;
	}
	if (((length == 2 && strncmp(token, "gb", 2) == 0) || (length == 1 && *token == 'g')) && last != NULL &&
		all_digits(*last))
	{
		*last = psprintf("%sgb", *last);
		return true;
	}
	return false;
}

/* a format of numbers, as in GLM-4.6-FP8 and Q4_K_M: one word, which says nothing of the model */
static bool
is_format(const char *token, int length)
{
	static const char *const formats[] = {"fp", "nvfp", "mxfp", "bf", "int", "q", "iq", "w"};

	for (int i = 0; i < (int) lengthof(formats); i++)
	{
		int			letters = strlen(formats[i]);

		if (length > letters && length <= letters + 2 && strncmp(token, formats[i], letters) == 0 &&
			(int) strspn(token + letters, "0123456789") >= length - letters)
			return true;
	}
	return false;
}

/* a number after letters is a word of its own, letters after a number are not */
static void
add_parts(Words *words, const char *token, int length)
{
	int			start = 0;

	if (is_format(token, length))
	{
		add_word(words, token, length);
		return;
	}

	for (int i = 1; i < length; i++)
		if (is_digit(token[i]) && !is_digit(token[i - 1]) && token[i - 1] != '.' && !is_digit(token[start]))
		{
			add_word(words, token + start, i - start);
			start = i;
		}
	add_word(words, token + start, length - start);
}

/* how much of a card's token is its series (rtx4090) or its number (4060ti); 0: all of it is one word */
static int
first_part(const char *token, int length)
{
	static const char *const series[] = {"rtx", "gtx", "rx"};
	static const char *const grades[] = {"ti", "super", "xt", "xtx", "gre"};
	int			digits = strspn(token, "0123456789");

	for (int i = 0; i < (int) lengthof(series); i++)
	{
		int			letters = strlen(series[i]);

		if (length > letters && strncmp(token, series[i], letters) == 0 && is_digit(token[letters]))
			return letters;
	}
	for (int i = 0; i < (int) lengthof(grades); i++)
		if (digits > 0 && length == digits + (int) strlen(grades[i]) &&
			strncmp(token + digits, grades[i], length - digits) == 0)
			return digits;
	return 0;
}

/* a run of letters and digits */
static void
add_token(Words *words, const char *token, int length, bool model)
{
	if (model)
	{
		add_parts(words, token, length);
		return;
	}
	for (int part = first_part(token, length); part > 0; part = first_part(token, length))
	{
		add_word(words, token, part);
		token += part;
		length -= part;
	}
	/* h100sxm5 is two words */
	for (int i = 2; i < length; i++)
		if (is_digit(token[i - 1]) && form_factor(token + i, length - i) != NULL)
		{
			add_word(words, token, i);
			token += i;
			length -= i;
			break;
		}
	if (form_factor(token, length) != NULL)
		add_word(words, form_factor(token, length), strlen(form_factor(token, length)));
	else if (!add_memory(words, token, length))
		add_word(words, token, length);
}

/* the words of a name; a hub's path counts from its last slash */
void
tc_split_words(const char *name, bool model, Words *words)
{
	const char *slash = strrchr(name, '/');
	char	   *lower = pstrdup(slash != NULL && slash[1] != '\0' ? slash + 1 : name);
	int			start = -1;
	int			length = strlen(lower);

	words->count = 0;
	words->letters = tc_skeleton(lower);
	for (int i = 0; i <= length; i++)
	{
		unsigned char c = lower[i] = pg_ascii_tolower((unsigned char) lower[i]);
		bool		inside = IS_HIGHBIT_SET(c) || is_digit(c) || (c >= 'a' && c <= 'z') ||
		(model && c == '.' && start >= 0 && is_digit(lower[i + 1]));

		if (inside && start < 0)
			start = i;
		else if (!inside && start >= 0)
		{
			add_token(words, lower + start, i - start, model);
			start = -1;
		}
	}
}
