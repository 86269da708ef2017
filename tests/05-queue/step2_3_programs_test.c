/* Rung 5.2.3: the programs that read lines, and have no server. */
#include "../04-futures/programs.h"

static void pieces_come_as_lines(void **state)
{
	assert_int_equal(run_virtual("pieces"), 0);
	assert_text(program_output, "loop_sock_recv:  [Ada\\nBo] [b\\nC] [yd\\n]\n"
	                            "reader_readline: [Ada\\n] [Bob\\n] [Cyd\\n]\n");
	assert_refuses("pieces quickly");
	assert_int_equal(run_virtual("pieces --help"), 0);
	assert_printed("usage: pieces");
}

TESTS(T(pieces_come_as_lines))
