/* task_names.c - what tasks are called; after Task-9 comes Task-10. */
#include "task_names.h"
#include "tasks.h"

_Thread_local NextName next_name = { "Task-", sizeof "Task-" - 1, '1' };

/* ==== Given: names that count ==== */

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

/* The generator has it, for messages of its own. */
void task_set_name(Task *future, const char *name)
{
	TaskObject *task = task_of(future);

	if (task != NULL)
		generator_set_name(task_generator(task), name);
}

const char *task_get_name(const Task *future)
{
	const TaskObject *task = task_of(future);

	return task == NULL ? "" : generator_get_name(task_generator(task));
}
