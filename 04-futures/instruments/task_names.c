/* task_names.c - after Task-9 comes Task-10. */
#include "task_names.h"

_Thread_local NextName next_name = { "Task-", sizeof "Task-" - 1, '1' };

/* ==== Step 4.2: a future with a generator behind it ==== */

void next_name_carry(void)
{
	char *text = next_name.text;
	size_t i = next_name.last - 1;

	next_name.digit = '0';
	for (; text[i] == '9'; i--)
		text[i] = '0';
	if (text[i] != '-') {
		text[i]++;
	} else {
		text[next_name.last++] = '0';
		text[i + 1] = '1';
	}
}
