/* group_reports.c - what reports say of a task that waits at the exit of a group. */
#include "group_reports.h"
#include "taskgroups.h"

/* ==== Given: for reports ==== */

static bool group_behind(const Future *wake, Report *report, Behind *next)
{
	const TaskGroup *group = wake->value;

	if (group == NULL)
		return false;
	next->links = next->links == NULL ? group->children.next : next->links->next;
	if (next->links == &group->children)
		return false;
	next->future = &container_of(next->links, const TaskObject, siblings)->future;
	return true;
}

const FutureReport group_report = { NULL, group_behind, false, NULL };
