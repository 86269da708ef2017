asyncio.o: 06-sync-primitives/asyncio.h \
 06-sync-primitives/machines/cplusplus_begin.h 05-queue/executor.h \
 04-futures/tasks.h 04-futures/futures.h 02-task-list-loop/events.h \
 01-generators/generator.h 01-generators/generator_inline.h \
 01-generators/context.h 01-generators/machines/machine.h \
 01-generators/machines/x86_64.h 01-generators/machines/registers.h \
 01-generators/instruments/fibers.h \
 01-generators/instruments/sanitizers.h 01-generators/stack.h \
 02-task-list-loop/list.h 02-task-list-loop/machines/clock.h \
 04-futures/futures_inline.h 04-futures/gather.h 04-futures/shield.h \
 04-futures/waits.h 04-futures/tasks_inline.h 03-nonblocking-server/io.h \
 03-nonblocking-server/io_tasks.h 03-nonblocking-server/io.h \
 06-sync-primitives/locks.h 05-queue/waiters.h \
 06-sync-primitives/locks_inline.h 05-queue/queues.h 05-queue/waiters.h \
 05-queue/queues_inline.h 04-futures/runners.h 04-futures/tasks.h \
 03-nonblocking-server/signals.h 04-futures/sock.h 05-queue/streams.h \
 03-nonblocking-server/transports.h 03-nonblocking-server/protocols.h \
 04-futures/taskgroups.h 04-futures/timeouts.h \
 06-sync-primitives/machines/cplusplus_end.h
06-sync-primitives/machines/cplusplus_begin.h:
05-queue/executor.h:
04-futures/tasks.h:
04-futures/futures.h:
02-task-list-loop/events.h:
01-generators/generator.h:
01-generators/generator_inline.h:
01-generators/context.h:
01-generators/machines/machine.h:
01-generators/machines/x86_64.h:
01-generators/machines/registers.h:
01-generators/instruments/fibers.h:
01-generators/instruments/sanitizers.h:
01-generators/stack.h:
02-task-list-loop/list.h:
02-task-list-loop/machines/clock.h:
04-futures/futures_inline.h:
04-futures/gather.h:
04-futures/shield.h:
04-futures/waits.h:
04-futures/tasks_inline.h:
03-nonblocking-server/io.h:
03-nonblocking-server/io_tasks.h:
03-nonblocking-server/io.h:
06-sync-primitives/locks.h:
05-queue/waiters.h:
06-sync-primitives/locks_inline.h:
05-queue/queues.h:
05-queue/waiters.h:
05-queue/queues_inline.h:
04-futures/runners.h:
04-futures/tasks.h:
03-nonblocking-server/signals.h:
04-futures/sock.h:
05-queue/streams.h:
03-nonblocking-server/transports.h:
03-nonblocking-server/protocols.h:
04-futures/taskgroups.h:
04-futures/timeouts.h:
06-sync-primitives/machines/cplusplus_end.h:
