/* selectors.h - the selectors that this system has, the best one first. The Makefile
 * reads what the preprocessor leaves of this list: a selector that is not in it is not
 * compiled. */
#ifdef __linux__
SELECTOR(epoll)
#endif
#if defined __APPLE__ || defined __FreeBSD__ || defined __NetBSD__ || \
	defined __OpenBSD__ || defined __DragonFly__
SELECTOR(kqueue)
#endif
SELECTOR(poll)
