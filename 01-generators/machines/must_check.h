/* must_check.h - MUST_CHECK stands before a function whose status the caller must look
 * at. A compiler that can say so warns when a call ignores the status. */
#ifndef ASYNCIO_MUST_CHECK_H
#define ASYNCIO_MUST_CHECK_H

#ifdef __GNUC__
#define MUST_CHECK __attribute__((warn_unused_result))
#else
#define MUST_CHECK
#endif

#endif
