# tasks.gdb - the tasks of a program, in gdb: in a process and in a core file.
#
#     gdb -x 04-futures/instruments/tasks.gdb PROGRAM [CORE]
#     info tasks       numbers and names the tasks that have not finished, and says what
#                      each of them does or waits for
#     task NAME        says that of one task; NAME is its name or its number. A task whose
#                      name has blanks is found by its number
#     task NAME bt     shows where a suspended task is: its whole stack in a process; in a
#                      core file the innermost function, because gdb finds the callers with
#                      the help of registers, and those of a core file cannot be set
#     task apply all   says and shows that of all tasks
#
# Written in gdb's own language, for gdb 10 and later, with or without Python. It relies
# on these names: the list `loops` of forks.c; Loop.closing and Loop.loops; task_close;
# Future.is_task, kind and value, and FutureReport.object; of a TaskObject future, waits_for and finished, and that its Generator lies
# right behind it; of a Generator context, state and stack; of a CallStack name.

# gdb has commands of these names, for tasks of the language Ada: it would ask.
set $__confirm = $_gdb_setting("confirm")
set confirm off

# Runs the command $arg0 for each task that has not finished: $__task, whose number is
# $__number.
define __tasks_each
	set $__number = 0
	set $__offset = (unsigned long)&((Loop *)0)->loops
	set $__loops = 'forks.c'::loops.next
	while $__loops != &'forks.c'::loops
		set $__closing = &((Loop *)((char *)$__loops - $__offset))->closing
		set $__links = $__closing->next
		while $__links != $__closing
			set $__handle = (Handle *)$__links
			set $__links = $__links->next
			if $__handle->fn == task_close
				set $__task = (TaskObject *)$__handle->arg
				if !$__task->finished
					set $__number = $__number + 1
					$arg0
				end
			end
		end
		set $__loops = $__loops->next
	end
end

# Says what $__future is: a lock or the like with its name, or else its address.
define __task_waits
	set $__report = $__future->kind->report
	set $__object = (ReportedObject *)0
	if $__report != 0 && $__future->value != 0
		set $__object = $__report->object
	end
	if $__object == 0
		printf "waits for %s\n", $__future->kind->what
	else
		set $__at = (char *)$__future->value - $__object->queue
		set $__name = *(char **)($__at + $__object->name)
		if $__name == 0
			printf "waits for %s at %p\n", $__object->what, $__at
		else
			printf "waits for %s '%s'\n", $__object->what, $__name
		end
	end
end

# Says what $__task does.
define __task_say
	set $__generator = (Generator *)($__task + 1)
	set $__future = $__task->waits_for
	printf "%3d  %s ", $__number, $__generator->stack->name
	if $__generator->state == GEN_RUNNING
		printf "is running\n"
	else
		if $__generator->state == GEN_CREATED
			printf "has not begun\n"
		else
			if $__future == 0
				printf "is ready\n"
			else
				if $__future->is_task
					set $__other = (Generator *)((TaskObject *)$__future + 1)
					printf "waits for task %s\n", $__other->stack->name
				else
					__task_waits
				end
			end
		end
	end
end

define info tasks
	__tasks_each __task_say
	if $__number == 0
		printf "there is no task that has not finished\n"
	end
end
document info tasks
Numbers the tasks that have not finished, and says what each does or waits for.
end

# Is $__task the one that was asked for: is its name, or its number, the text $__wanted?
define __task_compare
	set $__name = ((Generator *)($__task + 1))->stack->name
	set $__same = 1
	set $__digits = 0
	set $__i = 0
	while $__i < sizeof($__wanted) && $__same
		set $__same = $__wanted[$__i] == $__name[$__i]
		set $__i = $__i + 1
	end
	set $__i = 0
	while $__wanted[$__i] >= '0' && $__wanted[$__i] <= '9'
		set $__digits = 10 * $__digits + $__wanted[$__i] - '0'
		set $__i = $__i + 1
	end
	if $__same || ($__wanted[$__i] == 0 && $__digits == $__number)
		set $__found = $__task
		set $__found_number = $__number
	end
end

# Shows the stack of $__task, which is suspended. Meanwhile the registers are those with
# which it will go on. So gdb must not ask after each page: an answer of q would end this
# command, and leave these registers in the process.
define __task_stack
	set $__context = ((Generator *)($__task + 1))->context
	select-frame 0
	set $__pc = $pc
	set $__sp = $sp
	if !$_isvoid($rbx)
		set $__fp = $rbp
		set $__base = $rbx
		set $rbp = (long)$__context.frame
		set $rbx = (long)$__context.base
	else
		if !$_isvoid($x19)
			set $__fp = $x29
			set $__base = $x19
			set $x29 = (long)$__context.frame
			set $x19 = (long)$__context.base
		else
			set $__fp = $s0
			set $__base = $s1
			set $s0 = (long)$__context.frame
			set $s1 = (long)$__context.base
		end
	end
	set $sp = $__context.stack
	set $pc = $__context.resume
	set $__pagination = $_gdb_setting("pagination")
	set pagination off
	backtrace
	set $sp = $__sp
	set $pc = $__pc
	if !$_isvoid($rbx)
		set $rbp = $__fp
		set $rbx = $__base
	else
		if !$_isvoid($x19)
			set $x29 = $__fp
			set $x19 = $__base
		else
			set $s0 = $__fp
			set $s1 = $__base
		end
	end
	if $__pagination
		set pagination on
	end
end

# Shows where $__task is suspended. The last command has asked for a core file.
define __task_suspended
	if sizeof(CpuContext) < 4 * sizeof(void *)
		printf "This program switches by ucontext: see its paused.\n"
	else
		if $_shell_exitcode == 0
			printf "it is suspended in "
			info symbol $__generator->context.resume
		else
			__task_stack
		end
	end
end

# Shows where $__task is, as far as that can be seen.
define __task_bt
	set $__generator = (Generator *)($__task + 1)
	pipe info target | grep '^Local core dump file' >/dev/null
	if $__generator->state == GEN_RUNNING
		printf "It runs: see the backtrace of its thread.\n"
	else
		if $__generator->state != GEN_CREATED
			__task_suspended
		end
	end
end

define task
	set $__wanted = "$arg0"
	set $__found = (TaskObject *)0
	__tasks_each __task_compare
	if $__found == 0
		printf "there is no task %s that has not finished: see info tasks\n", $__wanted
	else
		set $__task = $__found
		set $__number = $__found_number
		__task_say
		if $argc > 1
			__task_bt
		end
	end
end

define __task_all
	__task_say
	__task_bt
end

# gdb keeps the subcommands of a command that is defined again, but its help about them ends
# in a crash (gdb 13). So they are defined again, too; a gdb that has none gets them here.
define-prefix task
define task apply
	__tasks_each __task_all
end
define-prefix task apply
define task apply all
	__tasks_each __task_all
end
document task apply
task apply all: says of all tasks what they do, and shows where they are suspended.
end
document task apply all
Says of all tasks what they do, and shows where they are suspended.
end
document task
task NAME: says what the task does. task NAME bt: shows where it is suspended.
NAME is the name of a task, or its number among those of info tasks.
end

if $__confirm
	set confirm on
end
